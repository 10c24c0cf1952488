/**
 * The {@code dnn} command. Thin: it finds the input, calls the compiler, shows the result. The Maven plugin starts the
 * same command with {@code --format=json}, so that both do the same.
 *
 * <pre>
 *   -Ddnn.…  → Settings ┐
 *   *.dnn    → Sources  ├→ Compiling → Generation → ClassFiles → TrainingJvm
 *   data     → DataFiles┘              (.java)      (.class)     (runs or names the command)
 * </pre>
 *
 * <h2>What whoever starts it can rely on</h2>
 *
 * It ends with one of these codes ({@link org.dnn.cli.Exit}):
 *
 * <table>
 * <caption>Exit codes</caption>
 * <tr><td>0</td><td>done</td></tr>
 * <tr><td>1</td><td>something stood in the way: an unknown setting, a missing folder, no data</td></tr>
 * <tr><td>2</td><td>there are mistakes in {@code .dnn} files</td></tr>
 * <tr><td>3</td><td>trained or tested, but a {@code require} does not hold</td></tr>
 * <tr><td>4</td><td>a bug in dnn</td></tr>
 * <tr><td>130</td><td>ended by the user</td></tr>
 * </table>
 *
 * With {@code --format=text} diagnostics and failures go to the standard error, all else to the standard output. With
 * {@code --format=json} each line of the standard output is one JSON object in UTF-8, whose {@code kind} is the name of
 * a {@link org.dnn.cli.Message}, in small letters, and whose other members are that record's. When the code is not 0, a
 * {@code failure} is the last line, unless the process was killed. The standard error has stack traces alone, where
 * {@code -Ddnn.stacktrace=true} asks for them.
 *
 * <p>{@code train} and {@code test} start {@code org.dnn.runtime.Launch} in a JVM of its own and end with its code. With {@code --print-command} they start none and say the command instead: the Maven plugin then
 * starts it on Maven's own console.
 */
@NullMarked
package org.dnn.cli;

import org.jspecify.annotations.NullMarked;
