-- Opportunities for lists and summaries: one row in the hosting tenant, and one per partner that may see some of it.
create table opportunity (
    tenant_id varchar(63) not null,
    opportunity_id varchar(130) not null,
    reference varchar(200),
    customer varchar(200) not null,
    industry varchar(200),
    size varchar(20),
    region varchar(200),
    product varchar(200),
    amount numeric(38, 10),
    currency varchar(3),
    expected_close date,
    owner varchar(200) not null,
    supervisor varchar(200),
    stage varchar(20) not null,
    standing varchar(20) not null,
    opened_at timestamp(6) with time zone not null,
    opened_month varchar(7) not null,
    stage_since timestamp(6) with time zone not null,
    closed_at timestamp(6) with time zone,
    closed_month varchar(7) not null,
    last_contact_at timestamp(6) with time zone,
    contacts integer not null,
    revisions integer not null,
    roles_confirmed integer not null,
    stalled boolean not null,
    expected_payment date,
    paid numeric(38, 10) not null,
    overdue boolean not null,
    seq bigint not null,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, opportunity_id)
);
create index opportunity_newest on opportunity (tenant_id, opened_at, opportunity_id);
create index opportunity_standing on opportunity (tenant_id, standing, opened_at, opportunity_id);
create index opportunity_owner on opportunity (tenant_id, owner, opened_at, opportunity_id);

create table opportunity_role (
    tenant_id varchar(63) not null,
    opportunity_id varchar(130) not null,
    role varchar(20) not null,
    confirmed boolean not null,
    primary key (tenant_id, opportunity_id, role)
);

create table opportunity_share (
    tenant_id varchar(63) not null,
    opportunity_id varchar(130) not null,
    host_id varchar(63) not null,
    fields varchar(400) not null,
    since timestamp(6) with time zone not null,
    primary key (tenant_id, opportunity_id)
);
create index opportunity_share_newest on opportunity_share (tenant_id, since, opportunity_id);
