package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/**
 * {@link SlaEvent.ObservationsRecorded}, for whoever only wants to know how many they were: the observations are skipped.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ObservationCount(@JsonDeserialize(using = Elements.class) int observations) {
    /** Counts the elements of an array. */
    static final class Elements extends StdDeserializer<Integer> {
        private static final long serialVersionUID = 1L;

        Elements() {
            super(Integer.class);
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                count++;
            }
            return count;
        }
    }
}
