-- When each tenant's people are told outside of their inboxes, as JSON.
create table notification_settings (
    tenant_id varchar(63) not null,
    version integer not null,
    rules varchar(4000) not null,
    primary key (tenant_id)
);

-- By which telling an entry went out; null while it waits for a digest. What is there already is history: nobody is told.
alter table inbox add column told_by varchar(80);
update inbox set told_by = 'before';
create index inbox_telling on inbox (tenant_id, told_by, recorded_at);

-- What has to be told: one entry at once, or a digest of many. Sent over the channels that a person or a tenant has.
create table notice_telling (
    tenant_id varchar(63) not null,
    id varchar(80) not null,
    digest boolean not null,
    language varchar(10) not null,
    status varchar(20) not null,
    attempts integer not null,
    next_attempt_at timestamp(6) with time zone,
    made_at timestamp(6) with time zone not null,
    primary key (tenant_id, id)
);
create index notice_telling_due on notice_telling (next_attempt_at, tenant_id, id);
create index notice_telling_age on notice_telling (made_at);
