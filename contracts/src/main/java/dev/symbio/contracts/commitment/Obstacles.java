package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands between the customer and the value, noted so that it can be grouped over all commitments (cap 53). */
final class Obstacles {
    static final int MAX_OBSTACLES = 500;
    private static final BigDecimal MAX_HOURS = BigDecimal.valueOf(100_000);

    private Obstacles() {}

    static Decision<CommitmentEvent> record(
            ValueCommitment commitment, CommitmentCommand.RecordObstacle command, Context context) {
        if (commitment.obstacles() >= MAX_OBSTACLES) {
            return Decision.rejected(Rejection.conflict(
                    "commitment.too-many-obstacles", "Expected at most " + MAX_OBSTACLES + " obstacles."));
        }
        List<Fault> faults = new ArrayList<>();
        if (command.category() == null) {
            faults.add(new Fault("/category", "commitment.text-missing", "Expected a category but got nothing."));
        }
        TextRules.required("/cause", command.cause(), TextRules.MAX_NAME_CHARS).ifPresent(faults::add);
        TextRules.required("/description", command.description(), TextRules.MAX_NOTE_CHARS)
                .ifPresent(faults::add);
        if (command.promise() != null
                && commitment.terms().promise(command.promise()).isEmpty()) {
            faults.add(new Fault(
                    "/promise", "commitment.promise-unknown-here", "Expected the key of one of the promises."));
        }
        BigDecimal hours = command.effortHours();
        if (hours != null && (hours.signum() < 0 || hours.compareTo(MAX_HOURS) > 0 || hours.scale() > 2)) {
            faults.add(new Fault(
                    "/effortHours",
                    "commitment.term-out-of-range",
                    "Expected 0 to " + MAX_HOURS + " hours with at most two decimals."));
        }
        if (!faults.isEmpty()) {
            return Decision.rejected(
                    Rejection.invalid(faults.get(0).code(), faults.get(0).detail(), faults));
        }
        String id = context.newId("obstacle");
        return Decision.<CommitmentEvent>events(new CommitmentEvent.ObstacleRecorded(
                        id,
                        command.category(),
                        command.cause().strip(),
                        command.promise(),
                        Decimals.normal(hours),
                        command.description(),
                        context.tenant(),
                        context.now()))
                .withResult(Map.of("obstacleId", id));
    }

    static ValueCommitment recorded(ValueCommitment commitment, CommitmentEvent.ObstacleRecorded event) {
        return commitment.with(commitment.phase(), commitment.obstacles() + 1, commitment.endReason());
    }
}
