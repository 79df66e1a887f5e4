package dev.symbio.platform.projection;

import dev.symbio.platform.entity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A page of a read model's rows as one tenant sees them, latest first. The columns of its order are a key, so that the key of a
 * page's last row tells where the next one goes on. Columns are named in the code, never by a caller.
 */
public final class LatestFirst {
    private final StringBuilder text;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String tenantColumn;
    private String order = "";

    private LatestFirst(String text, String tenantColumn) {
        this.text = new StringBuilder(text);
        this.tenantColumn = tenantColumn;
    }

    /** @param select up to where the conditions begin */
    public static LatestFirst of(String select, String tenantColumn, TenantId viewer) {
        LatestFirst page = new LatestFirst(select, tenantColumn);
        page.text.append(" where ").append(tenantColumn).append(" = ").append(page.bound(viewer.value()));
        return page;
    }

    /** @param value null is any */
    public LatestFirst only(String column, Object value) {
        if (value != null) {
            text.append(" and ").append(column).append(" = ").append(bound(value));
        }
        return this;
    }

    /** @param after the key of the last row of the page before; null starts at the latest */
    public LatestFirst by(List<String> columns, List<?> after) {
        if (after != null) {
            text.append(" and (").append(String.join(", ", columns)).append(") < (");
            text.append(after.stream().map(this::bound).collect(Collectors.joining(", ")))
                    .append(')');
        }
        // The tenant is always the same, but only so does H2 see that an index that begins with it is in this order.
        order = Stream.concat(Stream.of(tenantColumn), columns.stream())
                .map(column -> column + " desc")
                .collect(Collectors.joining(", "));
        return this;
    }

    public Query query(Handle sql, int limit) {
        Query query = sql.createQuery(text + " order by " + order + " limit :limit");
        values.forEach(query::bind);
        return query.bind("limit", limit);
    }

    private String bound(Object value) {
        String name = "v" + values.size();
        values.put(name, value instanceof Instant moment ? utc(moment) : value);
        return ":" + name;
    }

    /** As the column is typed; a timestamp without an offset would depend on the zone of the machine. Null stays null. */
    public static OffsetDateTime utc(Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    /** Null stays null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
