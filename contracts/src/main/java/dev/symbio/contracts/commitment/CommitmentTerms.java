package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is signed.
 *
 * @param name of the commitment
 * @param customerName for people to read; the customer need not be on the platform
 * @param promises may be empty in a draft; without one nothing can be signed
 * @param customerSigns whether the customer's tenant has to sign too
 * @param tolerance how far behind the newest sample of its stream one may come, and how long a window waits after its end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommitmentTerms(
        String name, String customerName, List<Promise> promises, Boolean customerSigns, Duration tolerance) {
    public static final Duration DEFAULT_TOLERANCE = Duration.ofDays(1);

    public CommitmentTerms {
        promises = Copies.of(promises);
        customerSigns = customerSigns != null && customerSigns;
        tolerance = tolerance == null ? DEFAULT_TOLERANCE : tolerance;
    }

    /** As the other party sees them. */
    public CommitmentTerms withoutPeople() {
        return new CommitmentTerms(
                name,
                customerName,
                promises.stream().map(Promise::withoutPeople).toList(),
                customerSigns,
                tolerance);
    }

    public Optional<Promise> promise(String key) {
        return promises.stream().filter(each -> each.key().equals(key)).findFirst();
    }
}
