package dev.symbio.platform.audit;

import dev.symbio.platform.audit.AuditTrail.Position;
import dev.symbio.platform.audit.AuditTrail.Question;
import dev.symbio.platform.audit.AuditTrail.Scope;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKeys;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A question as SQL: ranges of rows, newest first, each read in the order of an index and no further than the page, and put
 * together in that order by the database, which alone knows how it sorts texts.
 */
final class TrailQuery {
    private static final String TRAIL = "audit_event e";
    private static final String BY_TIME = "audit_elsewhere x join audit_event e on e.tenant_id = x.tenant_id"
            + " and e.kind = x.kind and e.entity_id = x.entity_id and e.seq = x.seq";
    private static final List<String> PLACE = List.of("recorded_at", "kind", "entity_id", "seq", "tenant_id");

    private final Question question;
    private final Position before;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> ranges = new ArrayList<>();

    /** @param before null starts at the newest */
    TrailQuery(TenantId tenant, Question question, Position before) {
        this.question = question;
        this.before = before;
        values.put("tenant", tenant.value());
        bind("kind", question.kind());
        bind("subject", question.subject());
        bind("correlation", question.correlationId());
        bind("from", utc(question.from()));
        bind("until", utc(question.until()));
        if (before != null) {
            bind("recorded", utc(before.recordedAt()));
            bind("atKind", before.entity().kind());
            bind("atEntity", before.entity().id());
            bind("atSeq", before.seq());
            bind("atTenant", before.entity().tenant().value());
        }
        if (question.entity() != null) {
            ofEntity(question.entity());
        } else if (question.correlationId() != null) {
            ofRequest();
        } else if (question.subject() != null) {
            ofPerson(":subject");
            ofPerson(DataKeys.STORED_NAME);
        } else {
            ofTime();
        }
    }

    private void ofEntity(EntityRef entity) {
        bind("kind", entity.kind());
        bind("entity", entity.id());
        List<String> where =
                new ArrayList<>(List.of("e.tenant_id = :tenant", "e.kind = :kind", "e.entity_id = :entity"));
        requestAndPerson(where);
        range(TRAIL, "e", where, "tenant_id");
    }

    /** Few rows, and sorted once they are found. */
    private void ofRequest() {
        List<String> where = new ArrayList<>();
        requestAndPerson(where);
        where.add("(e.tenant_id = :tenant or e.by_tenant = :tenant)");
        scope(where);
        kind("e", where);
        range(TRAIL, "e", where);
    }

    /** @param name as it is stored now, or as events have it from before names were stored apart */
    private void ofPerson(String name) {
        List<String> where = new ArrayList<>(List.of("e.by_tenant = :tenant", "e.by_subject = " + name));
        scope(where);
        kind("e", where);
        range(TRAIL, "e", where, "by_tenant", "by_subject");
    }

    private void ofTime() {
        if (question.scope() != Scope.ELSEWHERE) {
            List<String> where = new ArrayList<>(List.of("e.tenant_id = :tenant"));
            kind("e", where);
            range(TRAIL, "e", where, "tenant_id");
        }
        if (question.scope() != Scope.OURS) {
            List<String> where = new ArrayList<>(List.of("x.by_tenant = :tenant"));
            kind("x", where);
            range(BY_TIME, "x", where, "by_tenant");
        }
    }

    private void requestAndPerson(List<String> where) {
        if (question.subject() != null) {
            // names of people are known within their own tenant alone, and can be asked for there alone
            where.add("e.by_subject in (:subject, " + DataKeys.STORED_NAME + ") and e.by_tenant = :tenant");
        }
        if (question.correlationId() != null) {
            // a request that the tenant had no part in is none that it can ask for
            where.add(
                    "e.correlation_id = :correlation and (e.by_tenant = :tenant or exists (select 1 from audit_event own"
                            + " where own.by_tenant = :tenant and own.correlation_id = :correlation))");
        }
    }

    private void scope(List<String> where) {
        if (question.scope() != null) {
            where.add("e.tenant_id " + (question.scope() == Scope.OURS ? "=" : "<>") + " :tenant");
        }
    }

    private void kind(String of, List<String> where) {
        if (question.kind() != null) {
            where.add(of + ".kind = :kind");
        }
    }

    /**
     * @param of alias of the table whose index gives the order
     * @param fixed its columns that have one value in the range and come first in the index: H2 wants them named
     */
    private void range(String tables, String of, List<String> where, String... fixed) {
        if (question.from() != null) {
            where.add(of + ".recorded_at >= :from");
        }
        if (question.until() != null) {
            where.add(of + ".recorded_at < :until");
        }
        if (before != null) {
            where.add("(" + columns(of, PLACE, "") + ") < (:recorded, :atKind, :atEntity, :atSeq, :atTenant)");
        }
        List<String> order = new ArrayList<>(List.of(fixed));
        order.addAll(PLACE);
        order = order.stream().distinct().toList();
        ranges.add("select e.* from " + tables + " where " + String.join(" and ", where) + " order by "
                + columns(of, order, " desc") + " fetch first :limit rows only");
    }

    private static String columns(String of, List<String> names, String direction) {
        return names.stream().map(name -> of + "." + name + direction).collect(Collectors.joining(", "));
    }

    Query in(Handle handle, int limit) {
        return in(handle, "", limit);
    }

    /** @param prefix such as {@code explain}, for those who want to know how it is carried out */
    Query in(Handle handle, String prefix, int limit) {
        // no select around them: H2 would keep the limit of the last one that was prepared
        String rows = ranges.size() == 1
                ? ranges.get(0)
                : "(" + String.join(") union all (", ranges) + ") order by " + String.join(" desc, ", PLACE)
                        + " desc fetch first :limit rows only";
        Query query = handle.createQuery(prefix + rows).bind("limit", limit);
        values.forEach(query::bind);
        return query;
    }

    private void bind(String name, Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static Object utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
