package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Contracts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The draft of a contract. Unlike observations, which have ids of their own, a draft sent twice makes two contracts,
 * unless its key prevents it.
 *
 * @param name unique over the whole drill
 */
record NewContract(String name, Contracts parties, JsonNode terms, Instant effectiveFrom) implements Write.Payload {
    @Override
    public Object body() {
        return changedBody(name);
    }

    @Override
    public Object changedBody(String otherName) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", otherName);
        body.put("provider", parties.provider().tenant());
        body.put("customer", parties.customer().tenant());
        body.put("terms", terms);
        body.put("effectiveFrom", effectiveFrom.toString());
        return body;
    }
}
