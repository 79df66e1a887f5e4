package dev.symbio.gateway;

import dev.symbio.platform.storage.Profile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every endpoint, and so every query, on the profiles that several nodes can share. */
class OtherProfilesTest {
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "CASSANDRA"})
    void everyEndpointAnswersAsDescribed(Profile profile) {
        try (RunningSymbio symbio = RunningSymbio.on(profile)) {
            new EveryEndpointTest().answersAsDescribed(symbio);
        }
    }
}
