package dev.symbio.ops.deliveries;

import dev.symbio.ops.client.Community.Company;
import java.util.List;

/**
 * What became of one provider's deliveries.
 *
 * @param name of the provider, as the file has it
 * @param id of the contract
 * @param seq of the contract when its history was complete, or 0 when it has none
 * @param accepted deliveries that went in now
 * @param repeated deliveries that had gone in before
 * @param problems deliveries that the platform refused
 */
public record LoadedContract(
        String name,
        Company provider,
        Company customer,
        String id,
        long seq,
        long accepted,
        long repeated,
        List<RowProblem> problems) {
    public LoadedContract {
        problems = List.copyOf(problems);
    }

    /** Deliveries that the contract knows. */
    public long known() {
        return accepted + repeated;
    }
}
