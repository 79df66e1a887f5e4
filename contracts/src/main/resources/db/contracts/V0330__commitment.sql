-- Value commitments, their promises and verdicts: one row for each tenant that may see them. Samples only once, under the host:
-- they are read through a verdict that the reader sees.
create table commitment (
    tenant_id varchar(63) not null,
    commitment_id varchar(130) not null,
    name varchar(200) not null,
    host varchar(63) not null,
    customer varchar(63),
    customer_name varchar(200),
    origin varchar(200),
    phase varchar(20) not null,
    revision integer not null,
    backfilling boolean not null,
    promises integer not null,
    samples bigint not null,
    verdicts bigint not null,
    breaches bigint not null,
    seq bigint not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, commitment_id)
);
create index commitment_newest on commitment (tenant_id, created_at, commitment_id);
create index commitment_phase on commitment (tenant_id, phase, created_at, commitment_id);
create index commitment_rows on commitment (commitment_id);

create table commitment_promise (
    tenant_id varchar(63) not null,
    commitment_id varchar(130) not null,
    promise varchar(60) not null,
    place integer not null,
    clause varchar(4000) not null,
    stream varchar(100) not null,
    field varchar(100) not null,
    unit varchar(100) not null,
    operator varchar(2) not null,
    target numeric(38, 18) not null,
    state varchar(20) not null,
    verdicts integer not null,
    breaches integer not null,
    last_outcome varchar(20),
    last_end timestamp(6) with time zone,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, commitment_id, promise)
);
create index commitment_promise_all on commitment_promise (tenant_id, updated_at, commitment_id, promise);
create index commitment_promise_state on commitment_promise (tenant_id, state, updated_at, commitment_id, promise);
create index commitment_promise_rows on commitment_promise (commitment_id, promise);

create table commitment_verdict (
    tenant_id varchar(63) not null,
    commitment_id varchar(130) not null,
    promise varchar(60) not null,
    number integer not null,
    stream varchar(100) not null,
    seq bigint not null,
    detail varchar(4000) not null,
    primary key (tenant_id, commitment_id, promise, number)
);

create table commitment_sample (
    tenant_id varchar(63) not null,
    commitment_id varchar(130) not null,
    stream varchar(100) not null,
    sampled_at timestamp(6) with time zone not null,
    sample_id varchar(100) not null,
    seq bigint not null,
    detail text not null,
    primary key (tenant_id, commitment_id, stream, sampled_at, sample_id, seq)
);

create table commitment_obstacle (
    tenant_id varchar(63) not null,
    commitment_id varchar(130) not null,
    obstacle_id varchar(64) not null,
    category varchar(20) not null,
    cause varchar(200) not null,
    promise varchar(60),
    effort_hours numeric(12, 2),
    description varchar(4000) not null,
    noted_by varchar(63) not null,
    noted_at timestamp(6) with time zone not null,
    primary key (tenant_id, commitment_id, obstacle_id)
);
create index commitment_obstacle_groups on commitment_obstacle (tenant_id, category, cause);
