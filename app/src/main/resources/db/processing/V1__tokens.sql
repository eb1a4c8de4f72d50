-- How far each event processor has come. Moved in one transaction with the projections it feeds.
CREATE TABLE processing.token (
  processor_name text COLLATE "C" NOT NULL,
  segment        integer NOT NULL,
  token          bytea,
  token_type     text,
  touched_at     text,
  owner          text,
  PRIMARY KEY (processor_name, segment)
);
