package dev.symbio.platform.runtime;

class CassandraProcessTest extends ProcessContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.cassandraWith(FEATURES);
    }
}
