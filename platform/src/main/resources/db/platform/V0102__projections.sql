-- How far each projection has come, as akka-projection-jdbc 1.4 expects it.
create table akka_projection_offset_store (
    projection_name varchar(255) not null,
    projection_key varchar(255) not null,
    current_offset varchar(255) not null,
    manifest varchar(32) not null,
    mergeable boolean not null,
    last_updated bigint not null,
    primary key (projection_name, projection_key)
);
create index projection_name_index on akka_projection_offset_store (projection_name);

create table akka_projection_management (
    projection_name varchar(255) not null,
    projection_key varchar(255) not null,
    paused boolean not null,
    last_updated bigint not null,
    primary key (projection_name, projection_key)
);

-- Events that a projection could not digest, and the later events of the same entity, waiting to be replayed in order.
create table dead_letter (
    tenant_id varchar(63) not null,
    projection varchar(100) not null,
    kind varchar(40) not null,
    entity_id varchar(64) not null,
    seq bigint not null,
    event_type varchar(200) not null,
    reason varchar(2000) not null,
    parked_at timestamp(6) with time zone not null,
    primary key (tenant_id, projection, kind, entity_id, seq)
);
create index dead_letter_projection on dead_letter (projection, tenant_id);

-- What is due when. One row per deadline that holds.
create table deadline (
    tenant_id varchar(63) not null,
    kind varchar(40) not null,
    entity_id varchar(64) not null,
    name varchar(100) not null,
    due_at timestamp(6) with time zone not null,
    clock varchar(10) not null,
    attempts integer not null,
    next_attempt_at timestamp(6) with time zone not null,
    primary key (tenant_id, kind, entity_id, name)
);
create index deadline_next_attempt on deadline (next_attempt_at);
