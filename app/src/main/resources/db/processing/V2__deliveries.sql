-- Messages to the outside that entries ask for, and how far they have come. Addresses and secrets are not kept here.
CREATE TABLE processing.delivery (
  position         bigint PRIMARY KEY,
  tenant           text   NOT NULL,
  webhook          text   NOT NULL,
  agent_id         text   NOT NULL,
  contract_id      text   NOT NULL,
  path             text   NOT NULL,
  signal           text   NOT NULL,
  trigger_position bigint,
  requested_at     text   NOT NULL,
  state            text   NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'GIVEN_UP')),
  attempts         int    NOT NULL,
  next_attempt_ms  bigint NOT NULL,
  problem          text
);
CREATE INDEX delivery_due ON processing.delivery (next_attempt_ms, position) WHERE state = 'PENDING';
CREATE INDEX delivery_newest ON processing.delivery (tenant, position);
