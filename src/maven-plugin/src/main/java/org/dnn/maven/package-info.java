/**
 * The Maven plugin: the {@code dnn} command as goals. It finds a Java from 25 on, starts the command in a JVM of its
 * own, and shows in Maven's log what the command says, one JSON object a line. What is promised about that stands in
 * the description of the command's package, {@code org.dnn.cli}. Nothing of the command is loaded into Maven's JVM,
 * which may be older.
 */
@NullMarked
package org.dnn.maven;

import org.jspecify.annotations.NullMarked;
