package dev.symbio.contracts.sla;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which events of a contract both parties' contract managers are told of. */
public final class SlaNotices {
    /** A statement about a period that ended longer ago than any grace time is history: nobody has to act on it now. */
    private static final Duration HISTORY = Duration.ofDays(35);

    public static final Projection<SlaEvent> PROJECTION = Notices.of("sla-notices", SlaContract.KIND)
            .on(
                    SlaEvent.PeriodClosed.class,
                    recorded -> about(
                            "sla.statement-issued",
                            recorded.meta(),
                            recorded.event().statement()))
            .on(
                    SlaEvent.DisputeResolved.class,
                    recorded -> about(
                            "sla.dispute-resolved",
                            recorded.meta(),
                            recorded.event().statement()))
            .build();

    private SlaNotices() {}

    private static List<Notice> about(String type, EventMeta meta, Statement statement) {
        boolean history = statement.end().plus(HISTORY).isBefore(meta.recordedAt());
        if (history || statement.payable().signum() == 0) {
            return List.of();
        }
        Map<String, String> facts = Map.of(
                "period", statement.period(),
                "credit", statement.payable().toPlainString(),
                "currency", statement.currency(),
                "provider", statement.parties().provider().value(),
                "customer", statement.parties().customer().value());
        return Stream.of(statement.parties().provider(), statement.parties().customer())
                .map(party -> Notice.toRole(
                        party, Role.CONTRACT_MANAGER, type, meta.entity().publicId() + "/" + statement.period(), facts))
                .toList();
    }
}
