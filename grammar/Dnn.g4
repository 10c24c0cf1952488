/*
 * The language, whole. Layers, losses, metrics and the like are data: one form, Name(arguments), serves them all.
 *
 * Between lexer and parser stands a filter (package org.dnn.compiler.parse), so that the rules below need not speak of
 * line ends and of words with two meanings. It
 *   - makes a Separator of each ';' and of each line end that ends a statement: one between two statements, none beside
 *     a brace. A line does not end a statement inside ( ) and [ ], nor behind a comma or an operator, nor before a line
 *     that begins with an operator, 'then', 'else', ':' or '{' ('-' apart, which may begin a value). A line that begins
 *     as only a statement can always begins one;
 *   - leaves a keyword its meaning only where it has one: 'data', 'model', 'block', 'param', 'train' and 'export' where
 *     a declaration begins, 'input', 'target', 'ignore' and 'augment' where a line of a data block begins, 'from', 'to',
 *     'over', 'except', 'as', 'stalls' and 'for' behind a value, 'repeat' behind an arrow, 'when' before a metric.
 *     Elsewhere these are names. 'if', 'then', 'else', 'and', 'or', 'not', 'true' and 'false' are names only before ':'
 *     and behind '.';
 *   - makes a Unit of a name that directly follows a number;
 *   - drops a comma before a closing bracket, closes brackets that the file leaves open, and makes a Stray of a bracket
 *     that closes nothing.
 */
grammar Dnn;

tokens { Unit, Stray }

// A statement may be missing before a Separator: that is so only where one could not be read.
file : declaration? (Separator declaration)* EOF ;

declaration : setting | param | data | network | train | export ;

// ---- settings

setting : Name Colon value (Comma value)* ;

settings : OpenBrace setting? (Separator setting)* CloseBrace ;

value : (segments | expression) (Except listing)? | stall ;

// linear from 0 to 0.1 over 5 epochs, then cosine to 0
segments : moving (Comma Then segment)* ;

moving : Name (From sum (To sum)? (Over sum)? | To sum (Over sum)? | Over sum) ;

segment : Name (From sum)? (To sum)? (Over sum)? ;

// when validation.loss stalls for 20 epochs
stall : When named Stalls For sum ;

// ---- declarations

param : Param Name Colon type Assign expression ;

train : Train Name settings ;

export : Export Name settings ;

data : Data Name OpenBrace item? (Separator item)* CloseBrace ;

item : setting | columns | ignore | augment ;

columns : (Input | Target) Name (Comma Name)* content (Arrow stage)* ;

content : Colon type (Assign disjunction)? | Assign disjunction (Colon type)? ;

ignore : Ignore layer (Comma layer)* ;

augment : Augment Name (Arrow stage)+ ;

// A network without a result is read as well, and reported by what builds the tree.
network : (Model | Block) Name OpenParenthesis (parameter (Comma parameter)*)? CloseParenthesis (Arrow result)? body ;

parameter : Name Colon type (Assign expression)? ;

result : (Name Colon)? type ;

// The last statement is the result, the others are named: what builds the tree sees to it.
body : OpenBrace statement? (Separator statement)* CloseBrace ;

statement : (Name Assign)? expression ;

// ---- types

type : named Question? shape? | shape ;

shape : OpenBracket (expression (Comma expression)*)? CloseBracket ;

// ---- expressions, from loose to tight

expression : conditional | chain ;

conditional : If expression Then expression Else expression ;

chain : disjunction (Arrow stage)* ;

stage : (repeat | layer | parenthesized) (As Name)? (Colon type)? ;

repeat : Repeat sum OpenBrace stage (Arrow stage)* CloseBrace ;

layer : Name arguments? ;

disjunction : conjunction (Or conjunction)* ;

conjunction : negation (And negation)* ;

negation : Not* comparison ;

comparison : sum ((Less | LessOrEqual | Greater | GreaterOrEqual | Equal | NotEqual) sum)? ;

sum : product ((Plus | Minus) product)* ;

product : negative ((Star | Slash) negative)* ;

negative : Minus* primary ;

primary : numeral | Text | True | False | named | listing | parenthesized ;

parenthesized : OpenParenthesis expression CloseParenthesis ;

numeral : Number (Percent | Unit)? ;

// relu, Linear(5), Cube.x
named : Name (Dot Name | arguments)? ;

arguments : OpenParenthesis (argument (Comma argument)*)? CloseParenthesis ;

argument : (Name Colon)? value ;

listing : OpenBracket (expression (Comma expression)*)? CloseBracket ;

// ---- words

Data : 'data' ;
Model : 'model' ;
Block : 'block' ;
Param : 'param' ;
Train : 'train' ;
Export : 'export' ;

Input : 'input' ;
Target : 'target' ;
Ignore : 'ignore' ;
Augment : 'augment' ;

From : 'from' ;
To : 'to' ;
Over : 'over' ;
Except : 'except' ;
When : 'when' ;
Stalls : 'stalls' ;
For : 'for' ;
Repeat : 'repeat' ;
As : 'as' ;

If : 'if' ;
Then : 'then' ;
Else : 'else' ;
And : 'and' ;
Or : 'or' ;
Not : 'not' ;
True : 'true' ;
False : 'false' ;

Name : [A-Za-z_] [A-Za-z0-9_]* ;

// ---- signs

OpenParenthesis : '(' ;
CloseParenthesis : ')' ;
OpenBracket : '[' ;
CloseBracket : ']' ;
OpenBrace : '{' ;
CloseBrace : '}' ;

Arrow : '->' ;
Plus : '+' ;
Minus : '-' ;
Star : '*' ;
Slash : '/' ;
Less : '<' ;
LessOrEqual : '<=' ;
Greater : '>' ;
GreaterOrEqual : '>=' ;
Equal : '==' ;
NotEqual : '!=' ;
Assign : '=' ;
Colon : ':' ;
Comma : ',' ;
Dot : '.' ;
Question : '?' ;
Percent : '%' ;
Separator : ';' ;

// ---- numbers and strings, as loosely as people write them: what is wrong with one is said when the tree is built

Number : (Digits ('.' Digits?)? | '.' Digits) ([eE] [+-]? [0-9]+)? ;

fragment Digits : [0-9] [0-9_]* ;

Text : '"' Character* '"' ;

fragment Character : ~["\\\r\n] | '\\' ~[\r\n] ;

// ---- line ends and comments

Newline : '\r\n' | '\n' | '\r' ;
Documentation : '///' (~[/\r\n] ~[\r\n]*)? -> channel(HIDDEN) ;
Comment : '//' ~[\r\n]* -> channel(HIDDEN) ;
Space : [ \t\f\u000B\uFEFF]+ -> skip ;

// ---- what is not of the language, each known so that it can be named in a message

OpenText : '"' Character* '\\'? ;
QuotedText : '\'' ~['\r\n]* '\'' | [\u201C\u201D\u201E] ~["\u201C\u201D\u201E\r\n]* ["\u201C\u201D] ;
BlockComment : '/*' .*? ('*/' | EOF) ;
ForeignSign : '&&' | '||' | '!' | '=>' | '**' | ':=' | '===' | '!==' ;
Invalid : . ;
