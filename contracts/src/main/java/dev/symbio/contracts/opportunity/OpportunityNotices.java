package dev.symbio.contracts.opportunity;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.Role;
import java.util.List;
import java.util.Map;

/** Who is told of what. Alerts for times long past are recorded, but nobody is told. */
public final class OpportunityNotices {
    public static final Projection<OpportunityEvent> PROJECTION = Notices.of("opportunity-notices", Opportunity.KIND)
            .on(
                    OpportunityEvent.Stalled.class,
                    recorded ->
                            news(recorded, recorded.event().people(), "opportunity.stalled", stalled(recorded.event())))
            .on(
                    OpportunityEvent.MinutesMissing.class,
                    recorded -> news(
                            recorded,
                            recorded.event().people(),
                            "opportunity.minutes-missing",
                            Map.of(
                                    "customer",
                                    recorded.event().customer(),
                                    "contacts",
                                    Integer.toString(recorded.event().contacts()))))
            .on(
                    OpportunityEvent.PaymentOverdue.class,
                    recorded -> news(
                            recorded,
                            recorded.event().people(),
                            "opportunity.payment-overdue",
                            overdue(recorded.event())))
            .on(OpportunityEvent.PromiseLapsed.class, OpportunityNotices::lapsed)
            .on(
                    OpportunityEvent.RenewalAtRisk.class,
                    recorded -> news(
                            recorded,
                            recorded.event().people(),
                            "opportunity.renewal-at-risk",
                            renewal(recorded.event())))
            .build();

    private OpportunityNotices() {}

    private static Map<String, String> stalled(OpportunityEvent.Stalled event) {
        return Map.of(
                "customer", event.customer(),
                "since", event.since().toString(),
                "scripts", event.scripts().name());
    }

    private static Map<String, String> overdue(OpportunityEvent.PaymentOverdue event) {
        return Map.of(
                "customer", event.customer(),
                "expectedOn", event.expectedOn().toString(),
                "outstanding", event.outstanding().toPlainString() + " " + event.currency());
    }

    private static Map<String, String> renewal(OpportunityEvent.RenewalAtRisk event) {
        return Map.of(
                "customer", event.customer(),
                "endsOn", event.endsOn().toString(),
                "quietSince", event.quietSince().toString(),
                "ticketResolution", event.ticketResolution().toPlainString());
    }

    /** Who promised is told, nobody else: it may be kept yet. */
    private static List<Notice> lapsed(Recorded<OpportunityEvent.PromiseLapsed> recorded) {
        OpportunityEvent.PromiseLapsed event = recorded.event();
        return Notices.isHistory(recorded.meta())
                ? List.of()
                : List.of(Notice.to(
                        recorded.meta().entity().tenant(),
                        event.people().owner(),
                        "opportunity.promise-lapsed",
                        recorded.meta().entity().publicId(),
                        Map.of(
                                "customer", event.customer(),
                                "nextAction", event.nextAction(),
                                "promisedFor", event.at().toString())));
    }

    /** To the owner and to the supervisor, or whoever supervises sales. */
    private static List<Notice> news(
            Recorded<? extends OpportunityEvent> recorded, People people, String type, Map<String, String> facts) {
        if (Notices.isHistory(recorded.meta())) {
            return List.of();
        }
        TenantId tenant = recorded.meta().entity().tenant();
        String same = recorded.meta().entity().publicId();
        Notice owner = Notice.to(tenant, people.owner(), type, same, facts);
        if (people.supervisor() == null) {
            return List.of(owner, Notice.toRole(tenant, Role.SALES_MANAGER, type, same, facts));
        }
        return people.supervisor().equals(people.owner())
                ? List.of(owner)
                : List.of(owner, Notice.to(tenant, people.supervisor(), type, same, facts));
    }
}
