package dev.symbio.ops.bulk;

import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.contracts.opportunity.OpportunityEvent;
import dev.symbio.contracts.opportunity.People;
import dev.symbio.contracts.opportunity.Profile;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.LoneEntity;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Opportunities of one tenant, taken up a month ago and written down now, two events each; and one that was changed very often.
 * Numbered from 0; the same seed gives the same ids.
 */
public final class ManyOpportunities {
    /** What taking one up leaves in the journal. */
    public static final int EVENTS_EACH = 2;

    private static final int EVENTS_AT_ONCE = 5_000;
    private static final int COMMANDS_KEPT = 1_000;
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final Duration AGO = Duration.ofDays(30);
    private static final String FINGERPRINT = "0".repeat(64);

    private final TenantId tenant;
    private final Principal sales;
    private final People people;
    private final long seed;
    private final Instant now;
    private final BulkJournal journal;
    private final LongConsumer progress;
    private final List<StoredEvent> waiting = new ArrayList<>();
    private long written;

    /**
     * @param tenant that has a member called sales
     * @param now when they are recorded
     * @param progress told how many events are stored, from time to time
     */
    public ManyOpportunities(TenantId tenant, long seed, Instant now, BulkJournal journal, LongConsumer progress) {
        this.tenant = tenant;
        this.sales = Principal.of("sales", tenant);
        this.people = new People("sales", null);
        this.seed = seed;
        this.now = now;
        this.journal = journal;
        this.progress = progress;
    }

    /** Of the opportunity with this number. */
    public static EntityRef ref(TenantId tenant, long seed, long number) {
        UUID id = UUID.nameUUIDFromBytes((seed + "/" + number).getBytes(StandardCharsets.UTF_8));
        return Opportunity.KIND.ref(tenant, id.toString());
    }

    /** Takes up those from one number to another, without the last. */
    public void open(long from, long to) {
        for (long number = from; number < to; number++) {
            add(opened(number, entity(number)));
        }
        flush();
    }

    /** Takes one up and changes it until it has so many events. */
    public void openWithEvents(long number, int events) {
        LoneEntity<OpportunityCommand, OpportunityEvent, Opportunity> entity = entity(number);
        add(opened(number, entity));
        while (entity.seq() < events) {
            int change = (int) entity.seq();
            OpportunityCommand command = new OpportunityCommand.Change(profile(number, change), people, null);
            add(entity.decide(command, meta(number, change), now.plusMillis(change)));
        }
        flush();
    }

    private LoneEntity<OpportunityCommand, OpportunityEvent, Opportunity> entity(long number) {
        return new LoneEntity<>(Opportunity.KIND, ref(tenant, seed, number), COMMANDS_KEPT, MAX_EVENT_BYTES);
    }

    private List<StoredEvent> opened(
            long number, LoneEntity<OpportunityCommand, OpportunityEvent, Opportunity> entity) {
        OpportunityCommand open = new OpportunityCommand.Open(profile(number, 0), people, now.minus(AGO));
        return entity.decide(open, meta(number, 0), now);
    }

    private static Profile profile(long number, int change) {
        return new Profile(
                "Customer " + number,
                "Machines",
                null,
                null,
                "North",
                "Press " + number % 17,
                new BigDecimal(1_000 + number % 997 + change),
                "USD",
                null);
    }

    private CommandMeta meta(long number, int change) {
        UUID correlation = new UUID(seed, number << 16 | change);
        return new CommandMeta("bulk-" + number + "-" + change, FINGERPRINT, sales, correlation.toString(), null, null);
    }

    private void add(List<StoredEvent> events) {
        waiting.addAll(events);
        if (waiting.size() >= EVENTS_AT_ONCE) {
            flush();
        }
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            journal.write(waiting);
            written += waiting.size();
            waiting.clear();
            progress.accept(written);
        }
    }
}
