package dev.symbio.gateway.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.sla.Correction;
import dev.symbio.contracts.sla.DisputeCase;
import dev.symbio.contracts.sla.ExclusionClaim;
import dev.symbio.contracts.sla.Observation;
import dev.symbio.contracts.sla.ObservationReceipt.Conflict;
import dev.symbio.contracts.sla.Payment;
import dev.symbio.contracts.sla.PeriodAccount;
import dev.symbio.contracts.sla.Phase;
import dev.symbio.contracts.sla.Proposal;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.Standing;
import dev.symbio.contracts.sla.Statement;
import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.contracts.sla.StatementStatus;
import dev.symbio.contracts.sla.TermsVersion;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told about SLA contracts. */
final class SlaViews {
    private SlaViews() {}

    /**
     * A command has been carried out.
     *
     * @param id of the contract
     * @param seq its sequence number now, which is its ETag
     */
    record Done(String id, long seq) {}

    record Drafted(String id, long seq, Phase phase, String name) {}

    /** @param conflicts known already with other content; the first content stays */
    record Recorded(String id, long seq, int accepted, int repeated, int late, List<Conflict> conflicts) {}

    /** @param exclusionId by which the other party answers */
    record ExclusionDone(String id, long seq, String exclusionId) {}

    /**
     * A contract as it stands.
     *
     * @param proposal on the table; absent when there is none
     * @param versions signed terms, oldest first
     * @param until the contract's end; absent while it has none
     * @param openFrom start of the first period that is not closed; absent before the contract is signed
     * @param periods those that are still at hand, oldest first
     * @param pending changes of closed periods that the next statement settles
     * @param carried negative balance that the next statement takes over, or zero
     * @param exclusions claims that wait for an answer
     * @param endReason why it was withdrawn or retired
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ContractView(
            String id,
            long seq,
            String name,
            Phase phase,
            TenantId drafter,
            TenantId provider,
            TenantId customer,
            @Nullable TenantId arbiter,
            boolean backfilling,
            @Nullable Proposal proposal,
            List<TermsVersion> versions,
            @Nullable Instant until,
            @Nullable Instant openFrom,
            List<PeriodView> periods,
            List<Adjustment> pending,
            BigDecimal carried,
            List<ExclusionClaim> exclusions,
            @Nullable String endReason) {
        /** What is not signed yet is between the parties. */
        static ContractView of(EntityRef ref, Snapshot<SlaContract> snapshot, TenantId viewer) {
            SlaContract contract = snapshot.state();
            boolean party = contract.parties().binds(viewer);
            return new ContractView(
                    ref.publicId(),
                    snapshot.seq(),
                    contract.name(),
                    contract.phase(),
                    contract.drafter(),
                    contract.parties().provider(),
                    contract.parties().customer(),
                    contract.parties().arbiter(),
                    contract.backfilling(),
                    party ? contract.proposal() : null,
                    List.copyOf(contract.timeline().versions()),
                    contract.timeline().until(),
                    contract.ledger().openFrom(),
                    contract.ledger().periods().values().stream()
                            .sorted(Comparator.comparing(PeriodAccount::start).thenComparing(PeriodAccount::period))
                            .map(PeriodView::of)
                            .toList(),
                    List.copyOf(contract.ledger().pending()),
                    contract.ledger().carried(),
                    contract.exclusions().values().stream()
                            .sorted(Comparator.comparing(ExclusionClaim::at).thenComparing(ExclusionClaim::id))
                            .toList(),
                    contract.endReason());
        }
    }

    /**
     * A period with data or a statement.
     *
     * @param total observations that count
     * @param value sum of their amounts
     * @param credit as known today; absent while the period is open
     * @param statement how far its statement has come; absent when it has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PeriodView(
            String period,
            Instant start,
            Instant end,
            int termsVersion,
            boolean closed,
            long total,
            long met,
            long excluded,
            BigDecimal value,
            @Nullable BigDecimal credit,
            @Nullable StatementStatus statement) {
        static PeriodView of(PeriodAccount account) {
            boolean closed = account.closing() != null;
            Standing standing = closed ? account.closing().standing() : null;
            return new PeriodView(
                    account.period(),
                    account.start(),
                    account.end(),
                    account.version(),
                    closed,
                    account.tally().total(),
                    account.tally().met(),
                    account.tally().excluded(),
                    account.tally().value(),
                    closed ? account.closing().credit() : null,
                    standing == null ? null : standing.status());
        }
    }

    /** @param sentences one per rule */
    record TermsText(String language, List<String> sentences) {}

    /**
     * An observation as it was recorded.
     *
     * @param correction what both parties, or the arbiter, hold to be true instead; absent when nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ObservationView(
            String id,
            Instant at,
            @Nullable Instant happenedAt,
            @Nullable Boolean met,
            @Nullable BigDecimal value,
            @Nullable String unit,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable Instant orderedAt,
            @Nullable Instant measuredFrom,
            @Nullable Instant measuredTo,
            @Nullable Correction correction) {
        static ObservationView of(Observation o, @Nullable Correction correction) {
            return new ObservationView(
                    o.id(),
                    o.at(),
                    o.happenedAt(),
                    o.met(),
                    o.value(),
                    o.unit(),
                    o.amount(),
                    o.currency(),
                    o.orderedAt(),
                    o.measuredFrom(),
                    o.measuredTo(),
                    correction);
        }
    }

    /**
     * A settlement statement and what has become of it.
     *
     * @param contract its id
     * @param acceptedBy who has accepted it before the dispute window was over; it takes both parties
     * @param dispute absent when there was none
     * @param payment absent when nothing is due (yet)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatementView(
            String contract,
            StatementStatus status,
            Statement statement,
            @Nullable List<TenantId> acceptedBy,
            @Nullable DisputeCase dispute,
            @Nullable Payment payment) {
        static StatementView of(String contract, Standing standing) {
            return new StatementView(
                    contract,
                    standing.status(),
                    standing.statement(),
                    standing.acceptedBy(),
                    standing.dispute(),
                    standing.payment());
        }
    }
}
