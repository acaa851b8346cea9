CREATE USER clerk@'%' IDENTIFIED BY 'clerk-canary' WITH MAX_QUERIES_PER_HOUR 7

CREATE USER `it's "q" ``b`` \; x`@'10.0.0.%' IDENTIFIED VIA unix_socket

CREATE USER two@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('two-canary') OR unix_socket

CREATE USER locked@localhost REQUIRE SUBJECT '/CN=it''s; WITH GRANT OPTION' AND ISSUER '/CN=x' WITH MAX_USER_CONNECTIONS 3 ACCOUNT LOCK

CREATE USER expired@localhost IDENTIFIED BY 'expired-canary' PASSWORD EXPIRE INTERVAL 9 DAY

ALTER USER expired@localhost PASSWORD EXPIRE

CREATE USER ''@'192.0.2.1'

CREATE USER `Grüße`@'198.51.100.%' REQUIRE SSL

CREATE ROLE readers

CREATE ROLE boss WITH ADMIN clerk@'%'

CREATE ROLE `odd role`

GRANT SELECT, INSERT (name) ON people TO readers

GRANT readers TO boss

GRANT readers TO `odd role` WITH ADMIN OPTION

CREATE ROLE lone

REVOKE lone FROM CURRENT_USER

GRANT `odd role` TO expired@localhost

GRANT readers TO clerk@'%' WITH ADMIN OPTION

SET DEFAULT ROLE readers FOR clerk@'%'

GRANT ALL ON `sla/sh`.* TO clerk@'%' WITH GRANT OPTION

GRANT SELECT ON `a\_b%`.* TO clerk@'%'

GRANT EXECUTE ON PROCEDURE `raise it` TO clerk@'%'

GRANT EXECUTE ON FUNCTION twice TO two@localhost

SET sql_mode = 'ORACLE'

GRANT EXECUTE ON PACKAGE tools TO two@localhost

SET sql_mode = ''

GRANT PROCESS, RELOAD ON *.* TO two@localhost WITH GRANT OPTION

GRANT USAGE ON *.* TO `Grüße`@'198.51.100.%'

GRANT UPDATE ON `com,ma`.`who, is/it` TO `it's "q" ``b`` \; x`@'10.0.0.%'

GRANT PROXY ON clerk@'%' TO locked@localhost

GRANT SELECT ON latin.* TO PUBLIC

CREATE TABLE dropped (id INT)

GRANT SELECT ON dropped TO clerk@'%'

DROP TABLE dropped

CREATE PROCEDURE dropped_too() SELECT 1

GRANT EXECUTE ON PROCEDURE dropped_too TO clerk@'%'

DROP PROCEDURE dropped_too

FLUSH PRIVILEGES
