package org.dnn.compiler.fuse;

import java.util.Optional;

import org.dnn.compiler.ir.Value;
import org.dnn.compiler.kernel.Slot;

/**
 * A place in which a value must end up.
 *
 * @param old the value that lives there until then, and may still be read
 */
record Target(Value value, Slot slot, Optional<Value> old) {}
