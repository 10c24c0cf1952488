grammar Dnn;

file : Name* EOF ;

Name : [A-Za-z_] [A-Za-z0-9_]* ;
Space : [ \t\r\n]+ -> skip ;
