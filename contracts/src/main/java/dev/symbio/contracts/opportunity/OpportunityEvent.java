package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Happened;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What happened to an opportunity. The stored name of each is in {@link Opportunity#KIND}. */
public sealed interface OpportunityEvent extends Happened {
    /** When it happened. */
    Instant at();

    @Override
    @JsonIgnore
    default Instant happenedAt() {
        return at();
    }

    /** @param imported where it comes from; null when it was opened here */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Opened(Profile profile, People people, ImportedRow imported, Instant at) implements OpportunityEvent {}

    record Changed(Profile profile, People people, Instant at) implements OpportunityEvent {}

    /**
     * A stage began. Tells enough to start work on it without reading anything else.
     *
     * @param from null when it is the first
     * @param gate what was asked for to leave {@code from}
     * @param reason for going back; null forward
     * @param stall the rule for this stay; null in stages that do not stall
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StageEntered(
            Stage stage,
            Stage from,
            List<String> gate,
            @Personal String reason,
            StallRule stall,
            Profile profile,
            People people,
            Instant at)
            implements OpportunityEvent {
        public StageEntered {
            gate = List.copyOf(gate);
        }
    }

    record ContactRecorded(Contact contact) implements OpportunityEvent {
        @Override
        @JsonIgnore
        public Instant at() {
            return contact.at();
        }
    }

    /** So many contacts in a row have no minutes. */
    record MinutesMissing(int contacts, String customer, People people, Instant at) implements OpportunityEvent {}

    /**
     * Competitors are named abnormally often.
     *
     * @param before share of the contacts before the last ones that name one
     * @param rate share of the last ones
     * @param competitors that the last ones name
     */
    record CompetitorMentionsJumped(
            MentionRule rule,
            BigDecimal before,
            BigDecimal rate,
            List<String> competitors,
            String customer,
            People people,
            Instant at)
            implements OpportunityEvent {
        public CompetitorMentionsJumped {
            competitors = List.copyOf(competitors);
        }
    }

    record RolesRecorded(List<ChainRole> roles, Instant at) implements OpportunityEvent {
        public RolesRecorded {
            roles = List.copyOf(roles);
        }
    }

    record RoleReleased(BuyerRole role, @Personal String reason, Instant at) implements OpportunityEvent {}

    record ArtefactAdded(Artefact artefact, Instant at) implements OpportunityEvent {}

    /** @param number how many revisions there are now */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ClauseRevised(int number, String clause, @Personal String note, Instant at) implements OpportunityEvent {}

    /** Tells enough to start a journey. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PocStarted(@Personal String note, Stage stage, Profile profile, People people, Instant at)
            implements OpportunityEvent {}

    /** @param since the last contact, or the beginning of the stage */
    record Stalled(Instant since, ScriptPack scripts, String customer, People people, Instant at)
            implements OpportunityEvent {}

    /**
     * Signed. Tells enough to draft what is owed to the customer from now on.
     *
     * @param confirmedBy the person who said so
     * @param gate what was asked for besides the contract
     * @param contract the artefact that proves it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Won(
            Profile profile,
            People people,
            @Subject String confirmedBy,
            List<String> gate,
            Artefact contract,
            LocalDate expectedPaymentOn,
            Instant at)
            implements OpportunityEvent {
        public Won {
            gate = List.copyOf(gate);
        }
    }

    record Lost(@Personal String reason, Instant at) implements OpportunityEvent {}

    record Abandoned(@Personal String reason, Instant at) implements OpportunityEvent {}

    record PaymentExpected(LocalDate on, Instant at) implements OpportunityEvent {}

    /** @param paidInFull nothing is outstanding any more */
    record PaymentReceived(String reference, BigDecimal amount, LocalDate paidOn, boolean paidInFull, Instant at)
            implements OpportunityEvent {}

    record PaymentOverdue(
            LocalDate expectedOn, BigDecimal outstanding, String currency, String customer, People people, Instant at)
            implements OpportunityEvent {}

    /** @param at for when the next action was promised */
    record PromiseLapsed(@Personal String nextAction, String customer, People people, Instant at)
            implements OpportunityEvent {}

    record RenewalReported(LocalDate endsOn, BigDecimal ticketResolution, RenewalRule rule, Instant at)
            implements OpportunityEvent {}

    /** @param quietSince the last contact, or the signature */
    record RenewalAtRisk(
            LocalDate endsOn,
            BigDecimal ticketResolution,
            Instant quietSince,
            String customer,
            People people,
            Instant at)
            implements OpportunityEvent {}

    record Shared(TenantId partner, List<SharedField> fields, Instant at) implements OpportunityEvent {
        public Shared {
            fields = List.copyOf(fields);
        }
    }

    record ShareEnded(TenantId partner, @Personal String reason, Instant at) implements OpportunityEvent {}
}
