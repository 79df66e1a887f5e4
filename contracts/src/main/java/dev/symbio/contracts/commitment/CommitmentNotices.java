package dev.symbio.contracts.commitment;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.Role;
import java.util.List;
import java.util.Map;

/** Who is told of what: the ladder of a breach, and customer success of a risk. History is recorded, not told. */
public final class CommitmentNotices {
    public static final Projection<CommitmentEvent> PROJECTION = Notices.of("commitment-notices", ValueCommitment.KIND)
            .on(CommitmentEvent.Escalated.class, CommitmentNotices::escalated)
            .on(CommitmentEvent.RiskRaised.class, CommitmentNotices::atRisk)
            .build();

    private static final int MAX_CLAUSE_CHARS = 200;

    private CommitmentNotices() {}

    private static List<Notice> escalated(Recorded<CommitmentEvent.Escalated> recorded) {
        CommitmentEvent.Escalated event = recorded.event();
        EventMeta meta = recorded.meta();
        if (Notices.isHistory(meta)) {
            return List.of();
        }
        String about = meta.entity().publicId() + "/" + event.promise();
        String value = event.verdict().shown() == null
                ? "none"
                : event.verdict().shown().toPlainString();
        Map<String, String> facts = Map.of(
                "promise",
                event.promise(),
                "clause",
                shortened(event.clause()),
                "value",
                value,
                "target",
                event.verdict().operator().symbol() + " "
                        + event.verdict().target().toPlainString(),
                "windowEnd",
                event.verdict().end().toString(),
                "rung",
                Integer.toString(event.rung() + 1));
        return List.of(
                event.subject() == null
                        ? Notice.toRole(meta.entity().tenant(), event.role(), "commitment.breached", about, facts)
                        : Notice.to(meta.entity().tenant(), event.subject(), "commitment.breached", about, facts));
    }

    private static List<Notice> atRisk(Recorded<CommitmentEvent.RiskRaised> recorded) {
        CommitmentEvent.RiskRaised event = recorded.event();
        EventMeta meta = recorded.meta();
        return List.of(Notice.toRole(
                meta.entity().tenant(),
                Role.CUSTOMER_SUCCESS,
                "commitment.at-risk",
                meta.entity().publicId() + "/" + event.promise(),
                Map.of(
                        "promise",
                        event.promise(),
                        "projected",
                        event.projected().toPlainString(),
                        "target",
                        event.target().toPlainString(),
                        "windowEnd",
                        event.end().toString())));
    }

    private static String shortened(String clause) {
        return clause.length() <= MAX_CLAUSE_CHARS ? clause : clause.substring(0, MAX_CLAUSE_CHARS) + "...";
    }
}
