package dev.symbio.tenants.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorisationTest {
    @Test
    void withoutARoleNothingIsPermitted() {
        for (Permission permission : Permission.values()) {
            assertThat(Authorisation.permits(List.of(), permission)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyRoleIsInTheTable(Role role) {
        assertThat(Authorisation.permissions(List.of(role))).contains(Permission.TENANT_READ);
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void everyPermissionIsHeldBySomebody(Permission permission) {
        assertThat(Authorisation.permits(List.of(Role.values()), permission)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "OPERATOR")
    void onlyTheOperatorCreatesTenantsAndOperates(Role role) {
        assertThat(Authorisation.permissions(List.of(role)))
                .doesNotContain(Permission.TENANT_CREATE, Permission.OPERATE);
    }

    @Test
    void theOperatorReadsNoContract() {
        assertThat(Authorisation.permissions(List.of(Role.OPERATOR))).doesNotContain(Permission.CONTRACT_READ);
    }

    @Test
    void rolesAddUp() {
        List<Role> roles = List.of(Role.VIEWER, Role.FINANCE);
        assertThat(Authorisation.permits(roles, Permission.FINANCE)).isTrue();
        assertThat(Authorisation.permits(roles, Permission.CONTRACT_NEGOTIATE)).isFalse();
    }

    @Test
    void aViewerOnlyReads() {
        assertThat(Authorisation.permissions(List.of(Role.VIEWER)))
                .containsExactlyInAnyOrder(
                        Permission.TENANT_READ,
                        Permission.CONTRACT_READ,
                        Permission.OPPORTUNITY_READ,
                        Permission.JOURNEY_READ,
                        Permission.COMMITMENT_READ,
                        Permission.INBOX);
    }
}
