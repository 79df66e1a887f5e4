-- Each stay of an opportunity in a stage, with what was done in it; a stay that lasts has no ending.
create table opportunity_stay (
    tenant_id varchar(63) not null,
    opportunity_id varchar(130) not null,
    number integer not null,
    stage varchar(20) not null,
    entered_at timestamp(6) with time zone not null,
    left_at timestamp(6) with time zone,
    ending varchar(20) not null,
    dwell_seconds bigint not null,
    contacts integer not null,
    minutes integer not null,
    artefacts integer not null,
    primary key (tenant_id, opportunity_id, number)
);
create index opportunity_stay_stage on opportunity_stay (tenant_id, stage);

-- What is expected of a customer that has not decided yet.
create index opportunity_open on opportunity (tenant_id, closed_month, customer, currency);
