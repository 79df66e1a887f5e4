-- Deliveries that are not about a contract: notices and digests.
alter table webhook_delivery alter column contract_tenant drop not null;
alter table webhook_delivery alter column contract_id drop not null;
create index webhook_delivery_by_event on webhook_delivery (tenant_id, event_id);
create index webhook_delivery_newest on webhook_delivery (tenant_id, created_at, id);

-- Mail to members: one row per telling and person, written with what it says. Without an address the row says so.
create table mail_delivery (
    tenant_id        varchar(63)              not null,
    id               varchar(64)              not null,
    telling_id       varchar(80)              not null,
    subject          varchar(200)             not null,
    address          varchar(254),
    digest           boolean                  not null,
    title            varchar(300),
    body             varchar(60000),
    status           varchar(20)              not null,
    attempts         integer                  not null,
    next_attempt_at  timestamp(6) with time zone,
    first_attempt_at timestamp(6) with time zone,
    last_error       varchar(300),
    created_at       timestamp(6) with time zone not null,
    finished_at      timestamp(6) with time zone,
    primary key (tenant_id, id)
);
create index mail_delivery_due on mail_delivery (next_attempt_at, tenant_id, id);
create index mail_delivery_newest on mail_delivery (tenant_id, created_at, id);
create index mail_delivery_over on mail_delivery (finished_at);
