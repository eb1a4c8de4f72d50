-- Filters of the audit that readers keep. Nothing is folded into this table, and a rebuild of the views leaves it alone.
CREATE TABLE processing.saved_query (
  tenant     text COLLATE "C" NOT NULL,
  name       text COLLATE "C" NOT NULL,
  parameters text NOT NULL,
  saved_by   text NOT NULL,
  saved_at   text NOT NULL,
  PRIMARY KEY (tenant, name)
);
COMMENT ON COLUMN processing.saved_query.parameters IS 'JSON object of texts: the parameters of a search for entries.';
