-- Who did what, by every way an auditor asks: one row per event of every kind, without its data.
create table audit_event (
    tenant_id varchar(63) not null,
    kind varchar(40) not null,
    entity_id varchar(64) not null,
    seq bigint not null,
    event_id varchar(64) not null,
    type varchar(120) not null,
    happened_at timestamp(6) with time zone not null,
    recorded_at timestamp(6) with time zone not null,
    by_tenant varchar(63) not null,
    by_subject varchar(200) not null,
    on_behalf_of varchar(200),
    correlation_id varchar(200) not null,
    causation_id varchar(300),
    model varchar(200),
    primary key (tenant_id, kind, entity_id, seq)
);
create index audit_event_time on audit_event (tenant_id, recorded_at, event_id);
create index audit_event_person on audit_event (tenant_id, by_subject, recorded_at, event_id);
create index audit_event_correlation on audit_event (tenant_id, correlation_id, recorded_at, event_id);

-- The newest hash of each entity's chain, and what the newest checkpoint holds of it. A leaf is the chain's place in the
-- tenant's hash tree, given at its first checkpoint and kept for ever.
create table chain_head (
    tenant_id varchar(63) not null,
    kind varchar(40) not null,
    entity_id varchar(64) not null,
    seq bigint not null,
    hash varchar(64) not null,
    leaf bigint,
    checked_seq bigint default 0 not null,
    checked_hash varchar(64),
    primary key (tenant_id, kind, entity_id)
);
create unique index chain_head_leaf on chain_head (tenant_id, leaf);

-- Signed statements of what all chains of a tenant were at a moment.
create table checkpoint (
    tenant_id varchar(63) not null,
    number bigint not null,
    made_at timestamp(6) with time zone not null,
    document varchar(2000) not null,
    signature varchar(200) not null,
    primary key (tenant_id, number)
);

-- What a checkpoint saw of each chain that had grown since the one before it.
create table checkpoint_head (
    tenant_id varchar(63) not null,
    leaf bigint not null,
    checkpoint bigint not null,
    kind varchar(40) not null,
    entity_id varchar(64) not null,
    seq bigint not null,
    hash varchar(64) not null,
    primary key (tenant_id, leaf, checkpoint)
);
create index checkpoint_head_entity on checkpoint_head (tenant_id, kind, entity_id, checkpoint);
create index checkpoint_head_number on checkpoint_head (tenant_id, checkpoint, leaf);
