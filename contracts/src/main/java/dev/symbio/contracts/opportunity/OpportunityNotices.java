package dev.symbio.contracts.opportunity;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.Role;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

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
                    OpportunityEvent.CompetitorMentionsJumped.class,
                    recorded -> news(
                            recorded,
                            recorded.event().people(),
                            "opportunity.competitors-rising",
                            mentions(recorded.event())))
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

    private static final String NOTHING = "-";
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final int MAX_ITEM_CHARS = 300;
    /** Short enough for every channel. */
    private static final int MAX_ITEMS_CHARS = 6_000;

    private OpportunityNotices() {}

    private static Map<String, String> stalled(OpportunityEvent.Stalled event) {
        return Map.of(
                "customer", event.customer(),
                "since", event.since().toString(),
                "scripts",
                        event.scripts().name().isEmpty()
                                ? NOTHING
                                : event.scripts().name(),
                "items", items(event.scripts()));
    }

    /** The pack itself, so that it can be used from the inbox. A link is whole or not there. */
    private static String items(ScriptPack scripts) {
        StringJoiner items = new StringJoiner("; ").setEmptyValue(NOTHING);
        for (ScriptPack.Item item : scripts.items()) {
            String text = item.text().strip();
            boolean link = LINK.matcher(text).matches();
            String shown = link || text.length() <= MAX_ITEM_CHARS ? text : text.substring(0, MAX_ITEM_CHARS) + "…";
            String line = item.name() + ": " + shown;
            if (items.length() + line.length() > MAX_ITEMS_CHARS) {
                return items.add("…").toString();
            }
            items.add(line);
        }
        return items.toString();
    }

    private static Map<String, String> mentions(OpportunityEvent.CompetitorMentionsJumped event) {
        return Map.of(
                "customer", event.customer(),
                "competitors", String.join(", ", event.competitors()),
                "recent", Integer.toString(event.rule().recent()),
                "percent", percent(event.rate()),
                "before", percent(event.before()));
    }

    private static String percent(BigDecimal share) {
        return share.movePointRight(2).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
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
