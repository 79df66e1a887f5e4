package dev.symbio.gateway.audit;

import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Who sees something that a tenant hosts, and so has an interest in that nobody changes it. Blocking. */
final class Concerned {
    /** Lists that have a row for each tenant that sees the entity, under the id that names its host. */
    private enum Shared {
        SLA(SlaContract.KIND, "sla_contract", "contract_id"),
        JOURNEY(Journey.KIND, "journey", "journey_id"),
        COMMITMENT(ValueCommitment.KIND, "commitment", "commitment_id");

        private final EntityKind<?, ?, ?> kind;
        private final String table;
        private final String id;

        Shared(EntityKind<?, ?, ?> kind, String table, String id) {
            this.kind = kind;
            this.table = table;
            this.id = id;
        }

        private String partners() {
            return "select seen.tenant_id as partner from " + table + " own join " + table + " seen on seen." + id
                    + " = own." + id + " where own.tenant_id = :host and own." + id + " like :prefix";
        }

        private String sees() {
            return "select tenant_id as partner from " + table + " where tenant_id = :viewer and " + id
                    + " like :prefix";
        }
    }

    private Concerned() {}

    /** All but the host itself. */
    static List<TenantId> by(Handle sql, TenantId host) {
        String lists = Stream.concat(
                        Stream.of(Shared.values()).map(Shared::partners),
                        Stream.of("select tenant_id as partner from opportunity_share where host_id = :host"))
                .collect(Collectors.joining(" union "));
        return sql
                .createQuery("select partner from (" + lists + ") p where partner <> :host order by partner")
                .bind("host", host.value())
                .bind("prefix", host.value() + ".%")
                .mapTo(String.class)
                .stream()
                .map(TenantId::new)
                .toList();
    }

    /** Whether the lists have a row of the entity for a tenant that does not host it. */
    static boolean sees(Handle sql, TenantId viewer, EntityRef entity) {
        return Stream.concat(
                        Stream.of(Shared.values())
                                .filter(shared -> shared.kind.name().equals(entity.kind()))
                                .map(shared -> "select 1 from " + shared.table + " where tenant_id = :viewer and "
                                        + shared.id + " = :entity"),
                        Stream.of(
                                        "select 1 from opportunity_share where tenant_id = :viewer and opportunity_id = :entity")
                                .filter(share -> Opportunity.KIND.name().equals(entity.kind())))
                .anyMatch(list -> sql.createQuery(list)
                        .bind("viewer", viewer.value())
                        .bind("entity", entity.publicId())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    static boolean is(Handle sql, TenantId viewer, TenantId host) {
        String lists = Stream.concat(
                        Stream.of(Shared.values()).map(Shared::sees),
                        Stream.of("select tenant_id as partner from opportunity_share where host_id = :host"
                                + " and tenant_id = :viewer"))
                .collect(Collectors.joining(" union "));
        return !sql.createQuery(lists)
                .bind("viewer", viewer.value())
                .bind("host", host.value())
                .bind("prefix", host.value() + ".%")
                .mapTo(String.class)
                .list()
                .isEmpty();
    }
}
