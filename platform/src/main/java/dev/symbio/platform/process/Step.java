package dev.symbio.platform.process;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;

/**
 * A command for another entity.
 *
 * @param by who acts: usually {@link Principal#system} of the tenant in whose name it is done
 */
public record Step(EntityRef target, Object command, Principal by) {}
