package dev.symbio.contracts.automation;

import dev.symbio.contracts.journey.TemplateContent;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.platform.projection.Projection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code automation}: what each tenant has set, for the processes to look up. */
public final class AutomationTable {
    public static final Projection<AutomationEvent> PROJECTION = Projection.of("automation", Automation.KIND)
            .on(AutomationEvent.Configured.class, AutomationTable::configured)
            .build();

    /** @param id and {@code version} of the template */
    record Template(String id, int version, TemplateContent content) {}

    private AutomationTable() {}

    private static void configured(Handle sql, Recorded<AutomationEvent.Configured> recorded) {
        TenantId tenant = recorded.meta().entity().tenant();
        sql.execute("delete from automation where tenant_id = ?", tenant.value());
        sql.execute(
                "insert into automation (tenant_id, version, rules) values (?, ?, ?)",
                tenant.value(),
                recorded.event().version(),
                StoredNames.in(sql)
                        .written(
                                recorded.event().rules(),
                                tenant,
                                recorded.meta().by().tenant()));
    }

    static AutomationRules rules(Handle sql, TenantId tenant) {
        return sql.createQuery("select rules from automation where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .findOne()
                .map(json -> StoredNames.in(sql).read(json, AutomationRules.class))
                .orElse(AutomationRules.NONE);
    }

    /** The template as it is now; empty when it has been retired. */
    static Optional<Template> template(Handle sql, TenantId tenant, String id) {
        return sql.createQuery("select version, content from journey_template"
                        + " where tenant_id = :tenant and template_id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> new Template(
                        id,
                        row.getInt("version"),
                        StoredNames.in(sql).read(row.getString("content"), TemplateContent.class)))
                .findOne();
    }
}
