-- Journeys and their tasks, one row for each tenant that may see the thing: a journey for its host and each participant, a
-- task for the host and its owner.
create table journey (
    tenant_id varchar(63) not null,
    journey_id varchar(200) not null,
    host varchar(63) not null,
    title varchar(200) not null,
    owner varchar(200),
    template varchar(200),
    template_version int,
    batch varchar(200),
    phase varchar(20) not null,
    seq bigint not null,
    started_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, journey_id)
);
create index journey_newest on journey (tenant_id, created_at, journey_id);
create index journey_phase on journey (tenant_id, phase, created_at, journey_id);
create index journey_id on journey (journey_id);

create table journey_task (
    tenant_id varchar(63) not null,
    journey_id varchar(200) not null,
    task_key varchar(60) not null,
    host varchar(63) not null,
    owner varchar(63) not null,
    kind varchar(200) not null,
    title varchar(200) not null,
    priority varchar(200),
    assignee varchar(200),
    batch varchar(200),
    state varchar(20) not null,
    limit_seconds bigint not null,
    used_seconds bigint not null,
    used_minutes bigint not null,
    waiting_minutes bigint not null,
    met boolean not null,
    handovers int not null,
    returns int not null,
    reopens int not null,
    offered_at timestamp(6) with time zone,
    done_at timestamp(6) with time zone,
    limit_passed_at timestamp(6) with time zone,
    primary key (tenant_id, journey_id, task_key)
);
create index journey_task_batch on journey_task (tenant_id, batch);
create index journey_task_owner on journey_task (tenant_id, owner, done_at);
create index journey_task_kind on journey_task (tenant_id, kind, owner);
create index journey_task_id on journey_task (journey_id, task_key);

-- Templates of journeys that are not retired, each in its current version.
create table journey_template (
    tenant_id varchar(63) not null,
    template_id varchar(200) not null,
    name varchar(200) not null,
    industry varchar(200),
    version int not null,
    tasks int not null,
    content varchar(1000000) not null,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, template_id)
);
