-- What readers see, folded from the log. Everything here can be dropped and folded again.
--
-- Times are RFC 3339 text, exact to the nanosecond as recorded: rows are ordered by position, never by a clock.
-- JSON is text in the ledger's canonical form, so that a view is rebuilt from it without loss.
CREATE SCHEMA IF NOT EXISTS projection;

-- The last position that every table below reflects, moved in the transaction that changed them.
CREATE TABLE projection.progress (
  name     text PRIMARY KEY,
  position bigint NOT NULL CHECK (position >= 0)
);
INSERT INTO projection.progress (name, position) VALUES ('ledger', 0);

CREATE TABLE projection.agents (
  tenant            text   NOT NULL,
  agent_id          text   COLLATE "C" NOT NULL,
  description       text   NOT NULL,
  status            text   NOT NULL,
  level             int    NOT NULL,
  epoch             bigint NOT NULL,
  owner             text   NOT NULL,
  roles             text   NOT NULL,
  authorized        bigint NOT NULL DEFAULT 0,
  constrained       bigint NOT NULL DEFAULT 0,
  approval_required bigint NOT NULL DEFAULT 0,
  deferred          bigint NOT NULL DEFAULT 0,
  vetoed            bigint NOT NULL DEFAULT 0,
  succeeded         bigint NOT NULL DEFAULT 0,
  failed            bigint NOT NULL DEFAULT 0,
  unknown           bigint NOT NULL DEFAULT 0,
  signals           bigint NOT NULL DEFAULT 0,
  changed_at        text   NOT NULL,
  position          bigint NOT NULL,
  PRIMARY KEY (tenant, agent_id)
);

CREATE TABLE projection.contracts (
  tenant            text   NOT NULL,
  contract_id       text   NOT NULL,
  agent_id          text   NOT NULL,
  status            text   NOT NULL,
  revocation_reason text,
  terms             text   NOT NULL,
  issued_at         text   NOT NULL,
  issued_position   bigint NOT NULL,
  position          bigint NOT NULL,
  PRIMARY KEY (tenant, contract_id)
);
CREATE UNIQUE INDEX contracts_newest ON projection.contracts (tenant, issued_position);
CREATE INDEX contracts_of_agent ON projection.contracts (tenant, agent_id, issued_position);

-- What was done under a contract; kept apart from it because the dispatches fold it.
CREATE TABLE projection.contract_tallies (
  tenant           text   NOT NULL,
  contract_id      text   NOT NULL,
  decided          bigint NOT NULL,
  released         bigint NOT NULL,
  open             bigint NOT NULL,
  spent_micros     bigint NOT NULL,
  last_dispatch_id text   NOT NULL,
  position         bigint NOT NULL,
  PRIMARY KEY (tenant, contract_id)
);

CREATE TABLE projection.dispatches (
  tenant           text    NOT NULL,
  dispatch_id      text    NOT NULL,
  contract_id      text    NOT NULL,
  agent_id         text    NOT NULL,
  state            text    NOT NULL,
  verdict          text    NOT NULL,
  cost_micros      bigint  NOT NULL,
  request          text    NOT NULL,
  request_digest   text    NOT NULL,
  judgement        text    NOT NULL,
  decided_at       text    NOT NULL,
  log_index        bigint  NOT NULL,
  decided_position bigint  NOT NULL,
  position         bigint  NOT NULL,
  PRIMARY KEY (tenant, dispatch_id)
);
CREATE UNIQUE INDEX dispatches_newest ON projection.dispatches (tenant, decided_position);
CREATE INDEX dispatches_of_contract ON projection.dispatches (tenant, contract_id, decided_position);
CREATE INDEX dispatches_of_verdict ON projection.dispatches (tenant, verdict, decided_position);
CREATE INDEX dispatches_pending ON projection.dispatches (tenant, decided_position)
  WHERE state = 'PENDING';

CREATE TABLE projection.approvals (
  tenant      text    NOT NULL,
  dispatch_id text    NOT NULL,
  position    bigint  NOT NULL,
  approver    text    NOT NULL,
  granted     boolean NOT NULL,
  reason      text    NOT NULL,
  answered_at text    NOT NULL,
  PRIMARY KEY (tenant, dispatch_id, position)
);

-- Which dispatches violated what: `map/invariant` or `contract/clause`.
CREATE TABLE projection.violations (
  tenant           text   NOT NULL,
  name             text   NOT NULL,
  decided_position bigint NOT NULL,
  PRIMARY KEY (tenant, name, decided_position)
);

-- The entries that concern a dispatch, by place.
CREATE TABLE projection.trail (
  tenant      text   NOT NULL,
  dispatch_id text   NOT NULL,
  position    bigint NOT NULL,
  log_index   bigint NOT NULL,
  PRIMARY KEY (tenant, dispatch_id, position)
);

CREATE TABLE projection.maps (
  tenant       text   NOT NULL,
  position     bigint NOT NULL,
  name         text   NOT NULL,
  version      int    NOT NULL,
  digest       text   NOT NULL,
  source       text   NOT NULL,
  published_by text   NOT NULL,
  published_at text   NOT NULL,
  PRIMARY KEY (tenant, position)
);
CREATE INDEX maps_of_name ON projection.maps (tenant, name, position);

CREATE TABLE projection.signals (
  tenant      text   NOT NULL,
  position    bigint NOT NULL,
  agent_id    text   NOT NULL,
  contract_id text   NOT NULL,
  dispatch_id text,
  kind        text   NOT NULL,
  detail      text   NOT NULL,
  occurred_at text   NOT NULL,
  detected_at text   NOT NULL,
  PRIMARY KEY (tenant, position)
);
CREATE INDEX signals_of_agent ON projection.signals (tenant, agent_id, position);

CREATE TABLE projection.summaries (
  tenant            text   PRIMARY KEY,
  agents            bigint NOT NULL,
  contracts         bigint NOT NULL,
  dispatches        bigint NOT NULL,
  authorized        bigint NOT NULL,
  constrained       bigint NOT NULL,
  approval_required bigint NOT NULL,
  deferred          bigint NOT NULL,
  vetoed            bigint NOT NULL,
  succeeded         bigint NOT NULL,
  failed            bigint NOT NULL,
  unknown           bigint NOT NULL,
  revocations       bigint NOT NULL,
  signals           bigint NOT NULL,
  entries           bigint NOT NULL,
  position          bigint NOT NULL
);

CREATE TABLE projection.vetoes (
  tenant text   NOT NULL,
  name   text   NOT NULL,
  vetoes bigint NOT NULL,
  PRIMARY KEY (tenant, name)
);
