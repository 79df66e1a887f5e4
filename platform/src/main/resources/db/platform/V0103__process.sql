-- What processes send to entities and what became of it. tenant_id is the target's. Rows stay: they are cause and effect.
create table process_step (
    tenant_id varchar(63) not null,
    command_id varchar(200) not null,
    process varchar(100) not null,
    cause_tenant varchar(63) not null,
    cause_kind varchar(40) not null,
    cause_id varchar(64) not null,
    cause_seq bigint not null,
    cause_event varchar(64) not null,
    cause_type varchar(200) not null,
    correlation_id varchar(200) not null,
    target_kind varchar(40) not null,
    target_id varchar(64) not null,
    command_name varchar(100) not null,
    command varchar(1000000) not null,
    by_subject varchar(200) not null,
    by_tenant varchar(63) not null,
    state varchar(10) not null,
    code varchar(100),
    detail varchar(2000),
    target_seq bigint,
    attempts integer not null,
    next_attempt_at timestamp(6) with time zone,
    made_at timestamp(6) with time zone not null,
    settled_at timestamp(6) with time zone,
    primary key (tenant_id, command_id)
);
create index process_step_next_attempt on process_step (next_attempt_at);
create index process_step_target on process_step (tenant_id, target_kind, target_id, made_at);
create index process_step_cause on process_step (cause_tenant, cause_kind, cause_id, made_at);
