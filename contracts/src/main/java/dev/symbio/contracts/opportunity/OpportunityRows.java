package dev.symbio.contracts.opportunity;

import static dev.symbio.platform.projection.LatestFirst.utc;

import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.projection.Projection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * The read model of opportunities: table {@code opportunity} has a row for the hosting tenant, {@code opportunity_share} one for
 * each partner, with the names of the fields that it sees. Read by {@link OpportunityLists}.
 */
public final class OpportunityRows {
    public static final Projection<OpportunityEvent> PROJECTION = Projection.of("opportunity-rows", Opportunity.KIND)
            .on(OpportunityEvent.Opened.class, OpportunityRows::opened)
            .on(OpportunityEvent.Changed.class, OpportunityRows::changed)
            .on(OpportunityEvent.StageEntered.class, OpportunityRows::stageEntered)
            .on(OpportunityEvent.ContactRecorded.class, OpportunityRows::contact)
            .on(OpportunityEvent.MinutesMissing.class, OpportunityRows::touched)
            .on(OpportunityEvent.CompetitorMentionsJumped.class, OpportunityRows::touched)
            .on(OpportunityEvent.RolesRecorded.class, OpportunityRows::roles)
            .on(OpportunityEvent.RoleReleased.class, OpportunityRows::roleReleased)
            .on(OpportunityEvent.ArtefactAdded.class, OpportunityRows::touched)
            .on(OpportunityEvent.ClauseRevised.class, OpportunityRows::revised)
            .on(OpportunityEvent.PocStarted.class, OpportunityRows::touched)
            .on(OpportunityEvent.Stalled.class, (sql, of) -> set(sql, of, "stalled = true"))
            .on(OpportunityEvent.Won.class, OpportunityRows::won)
            .on(OpportunityEvent.Lost.class, (sql, of) -> ended(sql, of, Outcome.LOST))
            .on(OpportunityEvent.Abandoned.class, (sql, of) -> ended(sql, of, Outcome.ABANDONED))
            .on(OpportunityEvent.PaymentExpected.class, OpportunityRows::paymentExpected)
            .on(OpportunityEvent.PaymentReceived.class, OpportunityRows::paymentReceived)
            .on(OpportunityEvent.PaymentOverdue.class, (sql, of) -> set(sql, of, "overdue = true"))
            .on(OpportunityEvent.PromiseLapsed.class, OpportunityRows::touched)
            .on(OpportunityEvent.RenewalReported.class, OpportunityRows::touched)
            .on(OpportunityEvent.RenewalAtRisk.class, OpportunityRows::touched)
            .on(OpportunityEvent.Shared.class, OpportunityRows::shared)
            .on(OpportunityEvent.ShareEnded.class, OpportunityRows::shareEnded)
            .rebuilds("opportunity", "opportunity_share", "opportunity_role")
            .build();

    /** Of an opportunity that has not ended. */
    static final String NOT_CLOSED = "";

    private OpportunityRows() {}

    private static void opened(Handle sql, Recorded<OpportunityEvent.Opened> recorded) {
        OpportunityEvent.Opened event = recorded.event();
        Update insert = sql.createUpdate("insert into opportunity (tenant_id, opportunity_id, reference, customer,"
                        + " industry, size, region, product, amount, currency, expected_close, owner, supervisor, stage,"
                        + " standing, opened_at, opened_month, stage_since, closed_month, contacts, revisions,"
                        + " roles_confirmed, stalled, paid, overdue, seq, updated_at) values (:tenant, :opportunity,"
                        + " :reference, :customer, :industry, :size, :region, :product, :amount, :currency,"
                        + " :expectedClose, :owner, :supervisor, :stage, :stage, :opened, :openedMonth, :opened,"
                        + " :notClosed, 0, 0, 0, false, 0, false, :seq, :at)")
                .bind(
                        "reference",
                        event.imported() == null ? null : event.imported().reference())
                .bind("stage", Stage.FIRST_TOUCH.word())
                .bind("opened", utc(event.at()))
                .bind("openedMonth", month(event.at()))
                .bind("notClosed", NOT_CLOSED);
        identified(bind(insert, event.profile(), event.people()), recorded).execute();
    }

    private static void changed(Handle sql, Recorded<OpportunityEvent.Changed> recorded) {
        Update update = update(
                sql,
                recorded,
                "customer = :customer, industry = :industry, size = :size, region = :region, product = :product,"
                        + " amount = :amount, currency = :currency, expected_close = :expectedClose, owner = :owner,"
                        + " supervisor = :supervisor");
        bind(update, recorded.event().profile(), recorded.event().people()).execute();
    }

    private static void stageEntered(Handle sql, Recorded<OpportunityEvent.StageEntered> recorded) {
        update(sql, recorded, "stage = :stage, standing = :stage, stage_since = :since, stalled = false")
                .bind("stage", recorded.event().stage().word())
                .bind("since", utc(recorded.event().at()))
                .execute();
    }

    private static void contact(Handle sql, Recorded<OpportunityEvent.ContactRecorded> recorded) {
        Contact contact = recorded.event().contact();
        update(sql, recorded, "contacts = contacts + 1, last_contact_at = :contact, stalled = false")
                .bind("contact", utc(contact.at()))
                .execute();
        chain(sql, recorded, contact.roles());
    }

    private static void roles(Handle sql, Recorded<OpportunityEvent.RolesRecorded> recorded) {
        touched(sql, recorded);
        chain(sql, recorded, recorded.event().roles());
    }

    private static void chain(Handle sql, Recorded<? extends OpportunityEvent> recorded, List<ChainRole> roles) {
        for (ChainRole entry : roles) {
            vacate(sql, recorded, entry.role());
            keyed(
                            sql.createUpdate("insert into opportunity_role (tenant_id, opportunity_id, role, confirmed)"
                                            + " values (:tenant, :opportunity, :role, :confirmed)")
                                    .bind("role", entry.role().word())
                                    .bind("confirmed", entry.confirmed()),
                            recorded)
                    .execute();
        }
        if (!roles.isEmpty()) {
            countRoles(sql, recorded);
        }
    }

    private static void roleReleased(Handle sql, Recorded<OpportunityEvent.RoleReleased> recorded) {
        vacate(sql, recorded, recorded.event().role());
        countRoles(sql, recorded);
    }

    private static void vacate(Handle sql, Recorded<? extends OpportunityEvent> recorded, BuyerRole role) {
        keyed(
                        sql.createUpdate("delete from opportunity_role where tenant_id = :tenant"
                                        + " and opportunity_id = :opportunity and role = :role")
                                .bind("role", role.word()),
                        recorded)
                .execute();
    }

    private static void countRoles(Handle sql, Recorded<? extends OpportunityEvent> recorded) {
        set(
                sql,
                recorded,
                "roles_confirmed = (select count(*) from opportunity_role r where r.tenant_id = :tenant"
                        + " and r.opportunity_id = :opportunity and r.confirmed)");
    }

    private static void revised(Handle sql, Recorded<OpportunityEvent.ClauseRevised> recorded) {
        update(sql, recorded, "revisions = :revisions")
                .bind("revisions", recorded.event().number())
                .execute();
    }

    private static void won(Handle sql, Recorded<OpportunityEvent.Won> recorded) {
        ended(sql, recorded, Outcome.WON);
        update(sql, recorded, "expected_payment = :expected")
                .bind("expected", recorded.event().expectedPaymentOn())
                .execute();
    }

    private static void ended(Handle sql, Recorded<? extends OpportunityEvent> recorded, Outcome outcome) {
        update(sql, recorded, "standing = :outcome, closed_at = :closed, closed_month = :month, stalled = false")
                .bind("outcome", outcome.word())
                .bind("closed", utc(recorded.event().at()))
                .bind("month", month(recorded.event().at()))
                .execute();
    }

    private static void paymentExpected(Handle sql, Recorded<OpportunityEvent.PaymentExpected> recorded) {
        update(sql, recorded, "expected_payment = :expected, overdue = false")
                .bind("expected", recorded.event().on())
                .execute();
    }

    private static void paymentReceived(Handle sql, Recorded<OpportunityEvent.PaymentReceived> recorded) {
        update(sql, recorded, "paid = paid + :paid, overdue = case when :inFull then false else overdue end")
                .bind("paid", recorded.event().amount())
                .bind("inFull", recorded.event().paidInFull())
                .execute();
    }

    private static void shared(Handle sql, Recorded<OpportunityEvent.Shared> recorded) {
        OpportunityEvent.Shared event = recorded.event();
        String partner = event.partner().value();
        deleteShare(sql, recorded, partner);
        sql.createUpdate("insert into opportunity_share (tenant_id, opportunity_id, host_id, fields, since)"
                        + " values (:partner, :opportunity, :tenant, :fields, :since)")
                .bind("partner", partner)
                .bind("opportunity", recorded.meta().entity().publicId())
                .bind("tenant", recorded.meta().entity().tenant().value())
                .bind("fields", event.fields().stream().map(SharedField::word).collect(Collectors.joining(",")))
                .bind("since", utc(event.at()))
                .execute();
        touched(sql, recorded);
    }

    private static void shareEnded(Handle sql, Recorded<OpportunityEvent.ShareEnded> recorded) {
        deleteShare(sql, recorded, recorded.event().partner().value());
        touched(sql, recorded);
    }

    private static void deleteShare(Handle sql, Recorded<? extends OpportunityEvent> recorded, String partner) {
        sql.createUpdate("delete from opportunity_share where tenant_id = :partner and opportunity_id = :opportunity")
                .bind("partner", partner)
                .bind("opportunity", recorded.meta().entity().publicId())
                .execute();
    }

    private static void touched(Handle sql, Recorded<? extends OpportunityEvent> recorded) {
        set(sql, recorded, "stage = stage");
    }

    private static void set(Handle sql, Recorded<? extends OpportunityEvent> recorded, String assignments) {
        update(sql, recorded, assignments).execute();
    }

    private static Update update(Handle sql, Recorded<? extends OpportunityEvent> recorded, String assignments) {
        return identified(
                sql.createUpdate("update opportunity set " + assignments
                        + ", seq = :seq, updated_at = :at where tenant_id = :tenant and opportunity_id = :opportunity"),
                recorded);
    }

    /** With which opportunity it is and how far its history is read. */
    private static Update identified(Update update, Recorded<? extends OpportunityEvent> recorded) {
        return keyed(update, recorded)
                .bind("seq", recorded.meta().seq())
                .bind("at", utc(recorded.meta().recordedAt()));
    }

    private static Update keyed(Update update, Recorded<? extends OpportunityEvent> recorded) {
        return update.bind("tenant", recorded.meta().entity().tenant().value())
                .bind("opportunity", recorded.meta().entity().publicId());
    }

    private static <S extends SqlStatement<S>> S bind(S row, Profile profile, People people) {
        BigDecimal amount = profile.amount();
        return row.bind("customer", profile.customer())
                .bind("industry", profile.industry())
                .bind("size", profile.size() == null ? null : profile.size().word())
                .bind("region", profile.region())
                .bind("product", profile.product())
                .bind("amount", amount)
                .bind("currency", profile.currency())
                .bind("expectedClose", profile.expectedClose())
                .bind("owner", people.owner())
                .bind("supervisor", people.supervisor());
    }

    private static String month(Instant moment) {
        return YearMonth.from(moment.atOffset(ZoneOffset.UTC)).toString();
    }
}
