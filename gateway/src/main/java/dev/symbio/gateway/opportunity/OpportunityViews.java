package dev.symbio.gateway.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.opportunity.Artefact;
import dev.symbio.contracts.opportunity.BuyerRole;
import dev.symbio.contracts.opportunity.ChainRole;
import dev.symbio.contracts.opportunity.Contact;
import dev.symbio.contracts.opportunity.CustomerSize;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.Outcome;
import dev.symbio.contracts.opportunity.Payments;
import dev.symbio.contracts.opportunity.Profile;
import dev.symbio.contracts.opportunity.Progress;
import dev.symbio.contracts.opportunity.PurchaseCycle;
import dev.symbio.contracts.opportunity.Renewal;
import dev.symbio.contracts.opportunity.SalesRules;
import dev.symbio.contracts.opportunity.SalesSettings;
import dev.symbio.contracts.opportunity.SharedField;
import dev.symbio.contracts.opportunity.Stage;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is answered about opportunities. */
final class OpportunityViews {
    private OpportunityViews() {}

    /** @param seq the opportunity's sequence number, its ETag */
    record OpportunityDone(String id, long seq) {}

    /** @param file under which its content is found */
    record FileDone(String id, long seq, String file, String mediaType, long size, String sha256) {}

    /** @param rows what became of each that is neither new nor a repeat */
    record ImportedBatch(int accepted, int repeated, List<RefusedRow> rows) {}

    /** @param index of the row, counted from 0 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefusedRow(int index, @Nullable String reference, @Nullable String field, String code, String detail) {}

    /**
     * Who has a say on the buyer's side.
     *
     * @param confirmed how many of all roles are confirmed
     * @param vacant roles that nobody is known to have
     */
    record ChainView(List<ChainRole> roles, int confirmed, int all, List<BuyerRole> vacant) {
        static ChainView of(Opportunity opportunity) {
            List<ChainRole> known = EnumSet.allOf(BuyerRole.class).stream()
                    .map(role -> opportunity.chain().get(role.word()))
                    .filter(role -> role != null)
                    .toList();
            List<BuyerRole> vacant = EnumSet.allOf(BuyerRole.class).stream()
                    .filter(role -> !opportunity.chain().containsKey(role.word()))
                    .toList();
            return new ChainView(known, opportunity.rolesConfirmed(), BuyerRole.values().length, vacant);
        }
    }

    record PaymentView(String reference, BigDecimal amount, LocalDate paidOn) {}

    /** @param outstanding absent when no amount was agreed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CollectionView(
            @Nullable LocalDate expectedOn,
            BigDecimal paid,
            @Nullable BigDecimal outstanding,
            boolean overdue,
            List<PaymentView> payments) {
        static CollectionView of(Payments payments, Profile profile) {
            return new CollectionView(
                    payments.expectedOn(),
                    payments.paid(),
                    payments.outstanding(profile.amount()),
                    payments.overdue(profile.amount()),
                    payments.received().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(each -> new PaymentView(
                                    each.getKey(),
                                    each.getValue().amount(),
                                    each.getValue().paidOn()))
                            .toList());
        }
    }

    record ShareView(String partner, List<SharedField> fields) {}

    /**
     * One opportunity. A partner gets the fields that are shared with it, and nothing else.
     *
     * @param sharedFields for a partner: what it sees; absent for the host
     * @param reference its id in the system that it was brought in from
     * @param revisions how often a clause was revised
     * @param withoutMinutes contacts in a row that have none
     * @param stalledSince what the last alert was about; absent when a contact came since
     * @param collection once it is won
     * @param renewal what is known of the end of the contract
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OpportunityView(
            String id,
            @Nullable Long seq,
            TenantId host,
            @Nullable List<SharedField> sharedFields,
            @Nullable String reference,
            @Nullable String customer,
            @Nullable String industry,
            @Nullable CustomerSize size,
            @Nullable PurchaseCycle cycle,
            @Nullable String region,
            @Nullable String product,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable LocalDate expectedClose,
            @Nullable String owner,
            @Nullable String supervisor,
            @Nullable Stage stage,
            @Nullable Outcome outcome,
            @Nullable Instant openedAt,
            @Nullable Instant stageSince,
            @Nullable Instant closedAt,
            @Nullable String reason,
            @Nullable Boolean poc,
            @Nullable ChainView decisionChain,
            @Nullable List<Contact> contacts,
            @Nullable List<Artefact> artefacts,
            @Nullable Integer revisions,
            @Nullable Integer withoutMinutes,
            @Nullable Instant stalledSince,
            @Nullable CollectionView collection,
            @Nullable Renewal renewal,
            @Nullable List<ShareView> shares) {
        static OpportunityView forHost(EntityRef ref, Snapshot<Opportunity> snapshot) {
            return of(ref, snapshot, null);
        }

        static OpportunityView forPartner(EntityRef ref, Snapshot<Opportunity> snapshot, Set<SharedField> shared) {
            return of(ref, snapshot, shared);
        }

        /** @param shared null shows everything */
        private static OpportunityView of(
                EntityRef ref, Snapshot<Opportunity> snapshot, @Nullable Set<SharedField> shared) {
            Opportunity it = snapshot.state();
            Profile profile = it.profile();
            Progress progress = it.progress();
            boolean host = shared == null;
            Predicate<SharedField> shows = field -> host || shared.contains(field);
            boolean amount = shows.test(SharedField.AMOUNT);
            boolean stage = shows.test(SharedField.STAGE);
            return new OpportunityView(
                    ref.publicId(),
                    host ? snapshot.seq() : null,
                    ref.tenant(),
                    host ? null : List.copyOf(shared),
                    host && it.imported() != null ? it.imported().reference() : null,
                    shows.test(SharedField.CUSTOMER) ? profile.customer() : null,
                    shows.test(SharedField.INDUSTRY) ? profile.industry() : null,
                    shows.test(SharedField.SIZE) ? profile.size() : null,
                    host ? profile.cycle() : null,
                    shows.test(SharedField.REGION) ? profile.region() : null,
                    shows.test(SharedField.PRODUCT) ? profile.product() : null,
                    amount ? profile.amount() : null,
                    amount ? profile.currency() : null,
                    shows.test(SharedField.EXPECTED_CLOSE) ? profile.expectedClose() : null,
                    host ? it.people().owner() : null,
                    host ? it.people().supervisor() : null,
                    stage ? progress.stage() : null,
                    stage ? progress.outcome() : null,
                    host ? progress.openedAt() : null,
                    stage ? progress.stageSince() : null,
                    stage ? progress.closedAt() : null,
                    host ? progress.reason() : null,
                    host ? progress.poc() : null,
                    shows.test(SharedField.DECISION_CHAIN) ? ChainView.of(it) : null,
                    shows.test(SharedField.CONTACTS) ? withoutRoles(it, shows) : null,
                    shows.test(SharedField.ARTEFACTS)
                            ? List.copyOf(it.activity().artefacts())
                            : null,
                    host ? it.activity().revisions() : null,
                    host ? it.activity().withoutMinutes() : null,
                    host ? it.stalledSince() : null,
                    host && it.payments() != null ? CollectionView.of(it.payments(), profile) : null,
                    host ? it.renewal() : null,
                    host ? shares(it) : null);
        }

        /** Contacts name people of the decision chain, which is shared by itself or not at all. */
        private static List<Contact> withoutRoles(Opportunity it, Predicate<SharedField> shows) {
            if (shows.test(SharedField.DECISION_CHAIN)) {
                return List.copyOf(it.activity().contacts());
            }
            return it.activity().contacts().stream()
                    .map(contact -> new Contact(
                            contact.summary(),
                            contact.painPoints(),
                            List.of(),
                            contact.nextAction(),
                            contact.nextActionAt(),
                            contact.minutes(),
                            contact.competitors(),
                            contact.at()))
                    .toList();
        }

        private static List<ShareView> shares(Opportunity it) {
            return it.shares().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(share -> new ShareView(share.getKey(), List.copyOf(share.getValue())))
                    .toList();
        }
    }

    /**
     * How to follow up.
     *
     * @param strategy the one of your tenant's that fits best; absent when none fits
     * @param nextContactBy by its rhythm; absent once it has ended
     * @param promised the next action of the last contact
     * @param scripts what your tenant gives its sellers
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FollowUp(
            SalesRules.@Nullable Strategy strategy,
            @Nullable Instant nextContactBy,
            boolean late,
            @Nullable String promised,
            @Nullable Instant promisedAt,
            List<BuyerRole> unconfirmed) {}

    /** @param version 0 while nothing has been set: the defaults */
    record SettingsView(int version, SalesRules rules) {
        static SettingsView of(Snapshot<SalesSettings> found) {
            return new SettingsView(found.state().version(), found.state().rules());
        }
    }
}
