package org.dnn.compiler.emit;

import java.util.Map;

import org.dnn.compiler.plan.Plan;

/**
 * A class that runs one plan on the CPU.
 *
 * @param documentation what it does, for its Javadoc
 * @param byteColumns   whether a column is stored as bytes, by the column's name
 */
public record ProgramClass(String packageName, String name, String documentation, Plan plan,
        Map<String, Boolean> byteColumns) {}
