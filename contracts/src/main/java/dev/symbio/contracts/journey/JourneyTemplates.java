package dev.symbio.contracts.journey;

import static dev.symbio.platform.projection.LatestFirst.utc;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.platform.projection.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The read model of templates: table {@code journey_template}. */
public final class JourneyTemplates {
    public static final Projection<TemplateEvent> PROJECTION = Projection.of("journey-templates", JourneyTemplate.KIND)
            .on(TemplateEvent.Written.class, JourneyTemplates::written)
            .on(TemplateEvent.Retired.class, JourneyTemplates::retired)
            .build();

    /** A template in a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TemplateRow(String id, String name, String industry, int version, int tasks, Instant updatedAt) {}

    private JourneyTemplates() {}

    /**
     * By id, after {@code after}.
     *
     * @param industry null is any
     */
    public static List<TemplateRow> list(Handle sql, TenantId viewer, String industry, String after, int limit) {
        Query query = sql.createQuery("select * from journey_template where tenant_id = :viewer"
                        + " and template_id > :after" + (industry == null ? "" : " and industry = :industry")
                        + " order by template_id limit :limit")
                .bind("viewer", viewer.value())
                .bind("after", after)
                .bind("limit", limit);
        if (industry != null) {
            query.bind("industry", industry);
        }
        return query.map((row, context) -> new TemplateRow(
                        row.getString("template_id"),
                        row.getString("name"),
                        row.getString("industry"),
                        row.getInt("version"),
                        row.getInt("tasks"),
                        row.getObject("updated_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static void written(Handle sql, Recorded<TemplateEvent.Written> recorded) {
        TemplateEvent.Written event = recorded.event();
        delete(sql, recorded.meta().entity().publicId(), event.tenant());
        sql.createUpdate("insert into journey_template (tenant_id, template_id, name, industry, version, tasks,"
                        + " content, updated_at) values (:tenant, :id, :name, :industry, :version, :tasks, :content,"
                        + " :at)")
                .bind("tenant", event.tenant().value())
                .bind("id", recorded.meta().entity().publicId())
                .bind("name", event.content().name())
                .bind("industry", event.content().industry())
                .bind("version", event.version())
                .bind("tasks", event.content().tasks().size())
                .bind(
                        "content",
                        StoredNames.in(sql)
                                .written(
                                        event.content(),
                                        event.tenant(),
                                        recorded.meta().by().tenant()))
                .bind("at", utc(recorded.meta().recordedAt()))
                .execute();
    }

    private static void retired(Handle sql, Recorded<TemplateEvent.Retired> recorded) {
        delete(
                sql,
                recorded.meta().entity().publicId(),
                recorded.meta().entity().tenant());
    }

    private static void delete(Handle sql, String id, TenantId tenant) {
        sql.createUpdate("delete from journey_template where tenant_id = :tenant and template_id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }
}
