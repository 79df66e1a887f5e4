package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What can be asked of an opportunity. {@code happenedAt} is when it really happened, for history and for what is written
 * down late; null is now. Gates and other rules of the tenant come with the command and are kept in the event.
 */
public sealed interface OpportunityCommand {

    /** The hosting tenant takes an opportunity up, in the first stage. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Open(Profile profile, People people, Instant happenedAt) implements OpportunityCommand {}

    /**
     * History from another system.
     *
     * @param confirmed somebody who may confirm what is won does so for this row
     */
    record BringIn(ImportedRow row, boolean confirmed, StallRule stall) implements OpportunityCommand {}

    /** What is known about it has changed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(Profile profile, People people, Instant happenedAt) implements OpportunityCommand {}

    /** @param mentions when competitors are named abnormally often */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordContact(
            String summary,
            List<String> painPoints,
            List<ChainRole> roles,
            String nextAction,
            Instant nextActionAt,
            boolean minutes,
            List<String> competitors,
            MentionRule mentions,
            Instant happenedAt)
            implements OpportunityCommand {
        public RecordContact {
            painPoints = Lists.of(painPoints);
            competitors = Lists.of(competitors);
            roles = Lists.of(roles);
        }
    }

    /** People on the buyer's side become known or certain. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordRoles(List<ChainRole> roles, Instant happenedAt) implements OpportunityCommand {
        public RecordRoles {
            roles = Lists.of(roles);
        }
    }

    /** Whoever had the role has it no more. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReleaseRole(BuyerRole role, String reason, Instant happenedAt) implements OpportunityCommand {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AddArtefact(Artefact artefact, Instant happenedAt) implements OpportunityCommand {}

    /** A clause of the contract was changed once more. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReviseClause(String clause, String note, Instant happenedAt) implements OpportunityCommand {}

    /**
     * On to the next stage.
     *
     * @param to the next one, named so that nobody moves on twice
     * @param gate kinds of artefacts that the stage asks for before it is left
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Advance(Stage to, List<String> gate, StallRule stall, Instant happenedAt) implements OpportunityCommand {
        public Advance {
            gate = Lists.of(gate);
        }
    }

    /** Back to an earlier stage. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GoBack(Stage to, String reason, StallRule stall, Instant happenedAt) implements OpportunityCommand {}

    /** The customer tries it out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StartPoc(String note, Instant happenedAt) implements OpportunityCommand {}

    /**
     * The contract is signed, and a person says so.
     *
     * @param gate kinds of artefacts that the last stage asks for, besides the contract
     * @param expectedPaymentOn may come later
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Win(boolean confirmed, List<String> gate, LocalDate expectedPaymentOn, Instant happenedAt)
            implements OpportunityCommand {
        public Win {
            gate = Lists.of(gate);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Lose(String reason, Instant happenedAt) implements OpportunityCommand {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Abandon(String reason, Instant happenedAt) implements OpportunityCommand {}

    /** Finance says when the money should come. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExpectPayment(LocalDate on, Instant happenedAt) implements OpportunityCommand {}

    /** Money came. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecordPayment(String reference, BigDecimal amount, LocalDate paidOn, Instant happenedAt)
            implements OpportunityCommand {}

    /** A partner sells along and sees these fields, no others; a repeat changes which. */
    record Share(TenantId partner, List<SharedField> fields) implements OpportunityCommand {
        public Share {
            fields = Lists.of(fields);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EndShare(TenantId partner, String reason) implements OpportunityCommand {}

    /** The platform: the quote has been lying for too long. */
    record AlertStall() implements OpportunityCommand {}

    /** The platform: the money should have come. */
    record AlertOverdue() implements OpportunityCommand {}

    /** The platform: what was promised for the next time has not been followed by a contact. */
    record AlertLapsed() implements OpportunityCommand {}

    /**
     * What those who look after the customer know about the end of the contract.
     *
     * @param ticketResolution share of the customer's tickets that were resolved, 0 to 1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReportRenewal(LocalDate endsOn, BigDecimal ticketResolution, RenewalRule rule, Instant happenedAt)
            implements OpportunityCommand {}

    /** The platform: the renewal is at risk. */
    record AlertRenewal() implements OpportunityCommand {}
}
