package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.BuyerRole;
import dev.symbio.contracts.opportunity.CustomerSize;
import dev.symbio.contracts.opportunity.ImportedRow;
import dev.symbio.contracts.opportunity.MentionRule;
import dev.symbio.contracts.opportunity.People;
import dev.symbio.contracts.opportunity.Profile;
import dev.symbio.contracts.opportunity.PurchaseCycle;
import dev.symbio.contracts.opportunity.RenewalRule;
import dev.symbio.contracts.opportunity.SalesRules;
import dev.symbio.contracts.opportunity.ScriptPack;
import dev.symbio.contracts.opportunity.SharedField;
import dev.symbio.contracts.opportunity.Stage;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be sent about opportunities. {@code happenedAt} is when it really happened; now if absent. */
final class OpportunityRequests {
    private OpportunityRequests() {}

    /**
     * What is to be sold to whom, and who works on it.
     *
     * @param owner subject in your tenant
     * @param supervisor likewise; your sales managers if absent
     */
    record OpportunityRequest(
            String customer,
            @Nullable String industry,
            @Nullable CustomerSize size,
            @Nullable PurchaseCycle cycle,
            @Nullable String region,
            @Nullable String product,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable LocalDate expectedClose,
            String owner,
            @Nullable String supervisor,
            @Nullable Instant happenedAt) {
        Profile profile() {
            return new Profile(customer, industry, size, cycle, region, product, amount, currency, expectedClose);
        }

        People people() {
            return new People(owner, supervisor);
        }
    }

    /** @param confirmed it is certain that this is the person; no if absent */
    record RoleEntry(BuyerRole role, String person, @Nullable Boolean confirmed) {}

    /**
     * What came out of talking to the customer.
     *
     * @param painPoints tags
     * @param roles whom it showed in the decision chain
     * @param nextAction what was promised, together with its time
     * @param minutes whether minutes were taken
     * @param competitors whom the customer named
     */
    record ContactRequest(
            String summary,
            @Nullable List<String> painPoints,
            @Nullable List<RoleEntry> roles,
            @Nullable String nextAction,
            @Nullable Instant nextActionAt,
            Boolean minutes,
            @Nullable List<String> competitors,
            @Nullable Instant happenedAt) {}

    record RolesRequest(List<RoleEntry> roles, @Nullable Instant happenedAt) {}

    record ReleaseRequest(BuyerRole role, String reason, @Nullable Instant happenedAt) {}

    /**
     * @param kind what a gate asks for, such as {@code pain-point-list}
     * @param digest of the content
     * @param link where it is found
     */
    record ArtefactRequest(
            String name, String kind, @Nullable String digest, @Nullable String link, @Nullable Instant happenedAt) {}

    record RevisionRequest(String clause, @Nullable String note, @Nullable Instant happenedAt) {}

    /** @param to the next stage */
    record AdvanceRequest(Stage to, @Nullable Instant happenedAt) {}

    /** @param to an earlier stage */
    record BackRequest(Stage to, String reason, @Nullable Instant happenedAt) {}

    record PocRequest(@Nullable String note, @Nullable Instant happenedAt) {}

    /** @param confirmed you confirm that the contract is signed */
    record WinRequest(Boolean confirmed, @Nullable LocalDate expectedPaymentOn, @Nullable Instant happenedAt) {}

    record EndRequest(String reason, @Nullable Instant happenedAt) {}

    record ExpectedPaymentRequest(LocalDate on, @Nullable Instant happenedAt) {}

    /** @param reference finance's own; the same one has one effect */
    record PaymentRequest(String reference, BigDecimal amount, LocalDate paidOn, @Nullable Instant happenedAt) {}

    record ShareRequest(TenantId partner, List<SharedField> fields) {}

    record EndShareRequest(TenantId partner, String reason) {}

    /** At most 500 lines of history; files of any size go in as CSV or NDJSON. */
    record ImportBatch(List<ImportedRow> rows) {}

    /** Kinds of artefacts that each stage asks for before it is left, at least one. */
    record GatesRequest(
            List<String> firstTouch,
            List<String> needsDiagnosis,
            List<String> demo,
            List<String> objectionHandling,
            List<String> quote,
            List<String> contract) {}

    record ScriptItem(String name, String text) {}

    record ScriptPackRequest(String name, List<ScriptItem> items) {}

    /** A criterion that is absent fits every customer. */
    record StrategyRequest(
            String name,
            @Nullable String industry,
            @Nullable CustomerSize size,
            @Nullable PurchaseCycle cycle,
            Duration contactEvery,
            List<String> steps) {}

    /** All three at once: no contact for so long, so near the end, and a smaller share of tickets resolved. */
    record RenewalRequest(Duration quietFor, Duration endsWithin, BigDecimal resolutionBelow) {}

    /** The share of the last contacts that name a competitor is higher by so much than of all before, at least so many. */
    record MentionsRequest(Integer recent, Integer before, BigDecimal rise) {}

    /** @param ticketResolution share of the customer's tickets that were resolved, 0 to 1 */
    record RenewalReport(LocalDate endsOn, BigDecimal ticketResolution, @Nullable Instant happenedAt) {}

    /**
     * How your tenant sells.
     *
     * @param stallAfter how long a quote may lie without a contact
     * @param scripts what helps then
     * @param renewal when a renewal is at risk; if absent 90 and 120 days, and 0.85
     * @param mentions when competitors are named abnormally often; if absent 5, 5 and 0.4
     * @param visibilityTarget share of the opportunities that is to be visible; if absent 0.9
     */
    record SettingsRequest(
            GatesRequest gates,
            Duration stallAfter,
            ScriptPackRequest scripts,
            List<StrategyRequest> strategies,
            @Nullable RenewalRequest renewal,
            @Nullable MentionsRequest mentions,
            @Nullable BigDecimal visibilityTarget) {
        SalesRules rules() {
            return new SalesRules(
                    new SalesRules.Gates(
                            gates.firstTouch(),
                            gates.needsDiagnosis(),
                            gates.demo(),
                            gates.objectionHandling(),
                            gates.quote(),
                            gates.contract()),
                    stallAfter,
                    new ScriptPack(
                            scripts.name(),
                            scripts.items().stream()
                                    .map(item -> new ScriptPack.Item(item.name(), item.text()))
                                    .toList()),
                    strategies.stream()
                            .map(each -> new SalesRules.Strategy(
                                    each.name(),
                                    each.industry(),
                                    each.size(),
                                    each.cycle(),
                                    each.contactEvery(),
                                    each.steps()))
                            .toList(),
                    renewal == null
                            ? null
                            : new RenewalRule(renewal.quietFor(), renewal.endsWithin(), renewal.resolutionBelow()),
                    mentions == null ? null : new MentionRule(mentions.recent(), mentions.before(), mentions.rise()),
                    visibilityTarget);
        }
    }
}
