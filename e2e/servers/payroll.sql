CREATE ROLE payroll_reader LOGIN PASSWORD 'for-tests-only' IN ROLE pg_read_all_data;
CREATE DATABASE payroll;
\connect payroll
CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE payslip (person int REFERENCES person, paid_on date NOT NULL, amount numeric(10, 2) NOT NULL);
INSERT INTO person SELECT i, 'Servidora ' || i FROM generate_series(1, 400) i;
INSERT INTO payslip SELECT i % 400 + 1, current_date - i % 30, 1000 + i FROM generate_series(1, 4000) i;
