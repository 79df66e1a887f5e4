-- What was done in journeys, month by month. A task's function is the part of its owner's company that it was planned for; empty
-- when it was planned for the company as a whole.
alter table journey_task add column function_name varchar(200) default '' not null;

create table journey_month (
    tenant_id varchar(63) not null,
    done_month varchar(7) not null,
    owner varchar(63) not null,
    function_name varchar(200) not null,
    kind varchar(200) not null,
    tasks bigint not null,
    met bigint not null,
    limit_minutes bigint not null,
    used_minutes bigint not null,
    waiting_minutes bigint not null,
    primary key (tenant_id, done_month, owner, function_name, kind)
);

-- How punctual a task's owner has been in the eyes of a host: the company as a whole (person is empty) and whoever did its tasks.
-- One row holds all that an alert tells.
create table journey_record (
    tenant_id varchar(63) not null,
    owner varchar(63) not null,
    person varchar(200) not null,
    months varchar(1000000) not null,
    primary key (tenant_id, owner, person)
);
create index journey_task_done on journey_task (tenant_id, done_at);
