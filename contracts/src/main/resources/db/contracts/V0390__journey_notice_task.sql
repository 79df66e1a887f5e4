-- Whom a task of a journey concerns, since not every event says who has to be told.
create table journey_notice_task (
    tenant_id varchar(63) not null,
    journey_id varchar(200) not null,
    task_key varchar(60) not null,
    journey_title varchar(200) not null,
    journey_owner varchar(200) not null,
    title varchar(200) not null,
    owner varchar(63) not null,
    role varchar(40) not null,
    assignee varchar(200) not null,
    primary key (tenant_id, journey_id, task_key)
);
insert into journey_notice_task (tenant_id, journey_id, task_key, journey_title, journey_owner, title, owner, role, assignee)
    select t.tenant_id, t.journey_id, t.task_key, j.title, coalesce(j.owner, ''), t.title, t.owner,
        case when t.function_name in ('ADMIN', 'CONTRACT_MANAGER', 'INTEGRATION', 'FINANCE', 'SALES', 'SALES_MANAGER',
            'DELIVERY', 'CUSTOMER_SUCCESS', 'AUDITOR', 'VIEWER') then t.function_name else '' end,
        coalesce(t.assignee, '')
    from journey_task t join journey j on j.tenant_id = t.tenant_id and j.journey_id = t.journey_id
    where t.tenant_id = t.host;
