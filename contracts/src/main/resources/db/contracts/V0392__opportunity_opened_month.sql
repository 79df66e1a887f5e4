-- Leads month by month.
create index opportunity_opened_month on opportunity (tenant_id, opened_month);
