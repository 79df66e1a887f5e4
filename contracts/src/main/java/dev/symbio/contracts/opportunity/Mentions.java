package dev.symbio.contracts.opportunity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Competitors that customers name. A jump is told once, and again only after it has been over. */
final class Mentions {
    private static final int MAX_NAMED = 20;
    private static final int RATE_DECIMALS = 4;

    private Mentions() {}

    /** @param after with the contact that has just been recorded */
    static Optional<OpportunityEvent> jump(Opportunity opportunity, Activity after, MentionRule rule, Instant at) {
        if (after.mentionsTold() != null || !rule.jumps(after.contacts())) {
            return Optional.empty();
        }
        List<Contact> latest = rule.latest(after.contacts());
        List<String> competitors = latest.stream()
                .flatMap(contact -> contact.competitors().stream())
                .distinct()
                .limit(MAX_NAMED)
                .toList();
        return Optional.of(new OpportunityEvent.CompetitorMentionsJumped(
                rule,
                rate(rule.earlier(after.contacts())),
                rate(latest),
                competitors,
                opportunity.profile().customer(),
                opportunity.people(),
                at));
    }

    private static BigDecimal rate(List<Contact> contacts) {
        return BigDecimal.valueOf(MentionRule.naming(contacts))
                .divide(BigDecimal.valueOf(contacts.size()), RATE_DECIMALS, RoundingMode.HALF_UP);
    }

    static Opportunity told(Opportunity opportunity, OpportunityEvent.CompetitorMentionsJumped event) {
        return opportunity.with(opportunity.activity().mentionsTold(event.rule()));
    }
}
