package dev.symbio.ops.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The statements of one contract as the API lists them. Lists follow the contract with a short delay. */
public final class StatementList {
    private StatementList() {}

    /** All of them, however many pages that takes. */
    public static List<JsonNode> of(LoadedContract contract) {
        return contract.customer().manager().getAll("/statements?contract=" + contract.id());
    }
}
