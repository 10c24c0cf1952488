// Maven's log says file, line and column, what is wrong, and what to do; and nothing of where in the compiler it was found.
String log = new File(basedir, 'build.log').text
assert log =~ /\[ERROR\].*halves\.dnn:\[?8[:,]12\]?/
assert log.contains('Linaer')
assert log =~ /help: .*Linear/
assert !log.contains('at org.dnn')
assert !new File(basedir, 'target/classes').exists() || new File(basedir, 'target/classes').list().length == 0
